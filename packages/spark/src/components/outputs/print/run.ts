import { implementSink } from '@sluice/runtime';
import { elementText } from '../../../semantics/element-text.ts';
import { spec } from './spec.ts';

const dashes = '-'.repeat(43);

export const run = implementSink(spec, (config, context) => {
  const text = elementText(config);
  return {
    write: (batch, unit) => {
      // One more than is shown, to know whether there are more.
      const first = text.lines(batch, config.count + 1);
      const more = first.length > config.count ? ['...'] : [];
      const lines = [...first.slice(0, config.count), ...more];
      context.print([dashes, `Time: ${unit.batchTimeMs} ms`, dashes, ...lines, ''].join('\n'));
    },
    close: () => {},
  };
});
