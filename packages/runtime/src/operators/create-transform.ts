import type { Fold, Operator, ReduceOperator } from '@sluice/ir';
import { liveRows } from '../batch.ts';
import { RunError } from '../errors.ts';
import { createAggregate } from './aggregate.ts';
import { createDedupe } from './dedupe.ts';
import { createFilter } from './filter.ts';
import { createFlatMap } from './flat-map.ts';
import { createJoin } from './join.ts';
import { createKeyBy, createMap } from './map.ts';
import { createRoute } from './route.ts';
import { createSample } from './sample.ts';
import { createSpanWindow } from './spans/window-span.ts';
import type { Transform, TransformOptions } from './transform.ts';
import { createWatermark } from './watermark.ts';
import { createWindow } from './window.ts';

/** Makes the transform of a pure operator; throws for sources, sinks, scripts and buffers. */
export function createTransform(operator: Operator, options: TransformOptions): Transform {
  switch (operator.kind) {
    case 'map':
      return createMap(operator, options);
    case 'filter':
      return createFilter(operator, options);
    case 'flat-map':
      return createFlatMap(operator, options);
    case 'key-by':
      return createKeyBy(operator, options);
    case 'union': {
      const output = operator.outputs[0]?.name ?? 'out';
      return {
        process(batch, _input, emit) {
          if (liveRows(batch) > 0) emit(output, batch);
        },
      };
    }
    case 'route':
      return createRoute(operator, options);
    case 'window':
      return 'span' in operator ? createSpanWindow(operator, options) : createWindow(operator, options);
    case 'watermark':
      return createWatermark(operator, options);
    case 'reduce':
      return createReduce(operator, options);
    case 'join':
      return createJoin(operator, options);
    case 'dedupe':
      return createDedupe(operator, options);
    case 'sample':
      return createSample(operator);
    case 'aggregate':
      return createAggregate(operator, options);
    case 'source':
    case 'sink':
    case 'script':
    case 'buffer':
      throw new RunError(
        'RUN_OPERATOR_IMPURE',
        `Operator ${operator.id} of kind ${operator.kind} is no transform`,
      );
  }
}

/** A reduce is an aggregate whose fold is what the person wrote. */
function createReduce(operator: ReduceOperator, options: TransformOptions): Transform {
  const { of, combine, inverse, ...rest } = operator;
  const fold: Fold = { kind: 'combine', of, text: combine, ...(inverse === undefined ? {} : { inverse }) };
  return createAggregate({ ...rest, kind: 'aggregate', fold }, options);
}
