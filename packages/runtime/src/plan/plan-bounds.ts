import type { Operator, Stage } from '@sluice/ir';
import {
  defaultMaxPending,
  defaultReceiveQueue,
  mostReceivedBytes,
  mostReceivedRecords,
  mostWaitingBatches,
} from './bounds.ts';
import type { PlannedBound } from './plan.ts';

/** Everything in a stage that holds records, and the most it holds. */
export function boundsOf(stage: Stage, operators: readonly Operator[]): PlannedBound[] {
  switch (stage.model) {
    case 'transactional':
      return operators.flatMap((operator) => {
        if (operator.kind !== 'buffer') return [];
        const bytes = operator.byteCapacity === undefined ? '' : `, ${number(operator.byteCapacity)} bytes`;
        return [
          {
            what: `${operator.medium} channel`,
            bound: `${number(operator.capacity)} events${bytes}`,
            whenFull: `A put waits ${number(operator.keepAliveMs)} ms, then its source tries again.`,
            component: operator.origin.component ?? operator.id,
          },
        ];
      });
    case 'tuple-tree':
      return [
        {
          what: 'receive queue of an executor',
          bound: `${number(stage.receiveQueue ?? defaultReceiveQueue)} tuples and one batch`,
          whenFull: 'The sender waits.',
        },
        {
          what: 'roots of a spout task that are not acked',
          bound: number(stage.maxSpoutPending ?? defaultMaxPending),
          whenFull: 'The spout is not asked.',
        },
      ];
    case 'micro-batch':
      return [
        {
          what: 'records of a source in no finished batch',
          bound: `${number(mostReceivedRecords)} or ${number(mostReceivedBytes / 1024 / 1024)} MiB`,
          whenFull: 'The source is not read.',
        },
        {
          what: 'batches that wait for their turn',
          bound: number(mostWaitingBatches),
          whenFull: 'Later batches are made late.',
        },
      ];
  }
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
