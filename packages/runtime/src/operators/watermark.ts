import type { WatermarkOperator } from '@sluice/ir';
import { liveRows } from '../batch.ts';
import { withColumn } from '../batch-build.ts';
import { compileEvaluator, type LiveEvaluator } from '../logic/compile-logic.ts';
import type { Transform, TransformOptions } from './transform.ts';

/** Writes how far event time has come; see `WatermarkOperator`. */
export function createWatermark(operator: WatermarkOperator, options: TransformOptions): Transform {
  const output = operator.outputs[0]?.name ?? 'out';
  const evaluators = new Map<string, LiveEvaluator>();
  for (const input of operator.inputs) {
    const schema = options.inputs?.[input] ?? options.input;
    evaluators.set(input, compileEvaluator(operator.time, schema, options.now));
  }
  /** Latest time of each input. */
  let latest = new Map<string, number>();
  const come = (): number | null =>
    latest.size < operator.inputs.length ? null : Math.min(...latest.values()) - operator.delayMs;
  return {
    process(batch, input, emit) {
      const live = liveRows(batch);
      if (live === 0) return;
      const port = evaluators.has(input) ? input : (operator.inputs[0] as string);
      const times = (evaluators.get(port) as LiveEvaluator)(batch);
      const values = new Array<number | null>(batch.rows).fill(null);
      let mark = come();
      for (let i = 0; i < live; i++) {
        const time = times[i];
        if (typeof time === 'number' && time > (latest.get(port) ?? Number.NEGATIVE_INFINITY)) {
          latest.set(port, time);
          mark = come();
        }
        values[batch.selection ? (batch.selection[i] as number) : i] = mark;
      }
      const marked = withColumn(batch, operator.field, { kind: 'value', values });
      const { task } = operator;
      if (task === undefined) emit(output, marked);
      else emit(output, withColumn(marked, task, { kind: 'constant', value: options.task ?? 0 }));
    },
    snapshot: () => [...latest],
    restore(state) {
      latest = new Map(state as readonly (readonly [string, number])[]);
    },
  };
}
