import type { Operator, Program } from '@sluice/ir';
import type { Kernels } from '@sluice/kernels';
import type { Meters } from '../metrics/meters.ts';
import { isCounted } from '../plan/is-counted.ts';
import { inputSchema, inputSchemas, inputSlideMs, measuresEventTime } from '../program-graph.ts';
import { componentOf } from '../task-context.ts';
import { createTransform } from './create-transform.ts';
import type { Transform } from './transform.ts';

/** Makes the transforms of a program's operators. */
export function transformFactory(
  program: Program,
  { now, kernels, meters }: { now(): number; readonly kernels: Kernels; readonly meters: Meters },
): (operator: Operator, task?: number) => Transform {
  return (operator, task = 0) => {
    const slideMs = inputSlideMs(program, operator);
    return createTransform(operator, {
      input: inputSchema(program, operator),
      inputs: inputSchemas(program, operator),
      ...(measuresEventTime(operator) && {
        late: meters.counter('component', componentOf(operator), 'late', 'events'),
      }),
      now,
      kernels,
      task,
      isCounted: isCounted(program, operator),
      isRead: program.streams.some((stream) => stream.from.operator === operator.id),
      ...(slideMs === undefined ? {} : { inputSlideMs: slideMs }),
    });
  };
}
