import type { Flow } from '@sluice/flow';
import type { RunSchema, RunTick } from '@sluice/protocol';
import { catalog } from '../engines.ts';

/** Records a run has put aside so far. */
export function deadLettersIn(schema: RunSchema | undefined, tick: RunTick | undefined): number {
  if (schema === undefined || tick === undefined) return 0;
  let total = 0;
  schema.series.forEach(({ name }, index) => {
    if (name === 'deadLetters') total += tick.values[index] ?? 0;
  });
  return total;
}

/** Whether a flow has code of a person's own. */
export function hasCode(flow: Flow): boolean {
  return Object.values(flow.components).some(({ type }) =>
    Object.values(catalog.component(type)?.config ?? {}).some((field) => field.type === 'code'),
  );
}
