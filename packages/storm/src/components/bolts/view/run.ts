import { implementSink } from '@sluice/runtime';
import { KeyedRows } from '../../../semantics/keyed-rows.ts';
import { spec } from './spec.ts';

export const run = implementSink(spec, (config) => {
  const view = new KeyedRows({
    keyFields: config.keyFields,
    valueField: config.valueField ?? '',
    columns: config.columns,
    presentation: config.presentation,
  });
  return {
    view,
    write: (batch) => view.put(batch),
    close: () => {},
  };
});
