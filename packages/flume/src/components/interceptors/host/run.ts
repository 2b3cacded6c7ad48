import { hostname } from 'node:os';
import type { Column } from '@sluice/runtime';
import { columnOf, implementScript, readValue, withHeader } from '@sluice/runtime';
import { localAddress } from '../../../node/machine.ts';
import { spec } from './spec.ts';

export const run = implementScript(spec, (config) => {
  const value = config.useIP ? localAddress() : hostname();
  const column: Column = { kind: 'constant', value };
  return {
    process(batch, output) {
      const present = config.preserveExisting ? columnOf(batch, `headers.${config.hostHeader}`) : undefined;
      if (present === undefined) {
        output.emit('out', withHeader(batch, config.hostHeader, column));
        return;
      }
      const values = Array.from({ length: batch.rows }, (_, row) => readValue(present, row) ?? value);
      output.emit('out', withHeader(batch, config.hostHeader, { kind: 'value', values }));
    },
  };
});
