import type { LoweredOperator } from '@sluice/component';
import { eventSchema, type JsonObject } from '@sluice/ir';

/** A source of Flume events run by the implementation of the same id. */
export function lowerSource(id: string, config: object): readonly LoweredOperator[] {
  return [{ kind: 'source', run: id, config: config as JsonObject, schema: eventSchema }];
}
