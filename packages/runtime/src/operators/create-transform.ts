import type { Operator } from '@sluice/ir';
import { liveRows } from '../batch.ts';
import { RunError } from '../errors.ts';
import { createAggregate } from './aggregate.ts';
import { createFilter } from './filter.ts';
import { createFlatMap } from './flat-map.ts';
import { createKeyBy, createMap } from './map.ts';
import { createRoute } from './route.ts';
import type { Transform, TransformOptions } from './transform.ts';
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
      if ('span' in operator) throw notYet(operator);
      return createWindow(operator, options);
    case 'watermark':
    case 'reduce':
    case 'join':
    case 'dedupe':
    case 'sample':
      throw notYet(operator);
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

function notYet(operator: Operator): RunError {
  return new RunError('RUN_OPERATOR_UNKNOWN', `Operators of kind ${operator.kind} do not run yet`);
}
