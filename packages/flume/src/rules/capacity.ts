import type { AppliedComponent, AppliedSystem } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';
import { after, before, numberOf, ofKind } from './neighbours.ts';

/** Sizes of batches, transactions and channels that do not fit each other. */
export function checkCapacity(system: AppliedSystem): readonly Diagnostic[] {
  return ofKind(system, 'channel').flatMap((channel) => {
    const capacity = numberOf(channel, 'capacity');
    const transaction = numberOf(channel, 'transactionCapacity');
    if (capacity === undefined || transaction === undefined) return [];
    const neighbours = [...before(system, channel.id), ...after(system, channel.id)];
    return [
      ...transactionTooLarge(channel, capacity, transaction),
      ...neighbours.flatMap((one) => batchTooLarge(one, channel, transaction)),
      ...stalling(system, channel, capacity),
    ];
  });
}

function transactionTooLarge(channel: AppliedComponent, capacity: number, transaction: number): Diagnostic[] {
  if (transaction <= capacity) return [];
  return [
    {
      code: 'FLUME_TRANSACTION_EXCEEDS_CAPACITY',
      severity: 'error',
      message: `${channel.name} holds ${capacity} events but allows transactions of ${transaction}: Flume drops the channel and everything on it.`,
      at: { component: channel.id, field: 'transactionCapacity' },
      help: 'Make the capacity at least as large as the transaction capacity.',
      fix: {
        label: `Set capacity to ${transaction * 10}`,
        component: channel.id,
        field: 'capacity',
        value: transaction * 10,
      },
    },
  ];
}

function batchTooLarge(one: AppliedComponent, channel: AppliedComponent, transaction: number): Diagnostic[] {
  const batch = numberOf(one, 'batchSize');
  if (batch === undefined || batch <= transaction) return [];
  return [
    {
      code: 'FLUME_BATCH_EXCEEDS_TRANSACTION',
      severity: 'error',
      message: `${one.name} moves ${batch} events at once, ${channel.name} allows ${transaction} in a transaction: Flume drops ${one.name}.`,
      at: { component: one.id, field: 'batchSize' },
      help: `Use a batch size of at most ${transaction}, or raise transactionCapacity of ${channel.name}.`,
      fix: {
        label: `Set batch size to ${transaction}`,
        component: one.id,
        field: 'batchSize',
        value: transaction,
      },
    },
  ];
}

/** Sinks keep a batch that is not full open for keep-alive, and its slots are free only afterwards. */
function stalling(system: AppliedSystem, channel: AppliedComponent, capacity: number): Diagnostic[] {
  const thins = before(system, channel.id).some((source) => sendsPart(system, source));
  const largest = Math.max(0, ...after(system, channel.id).map((sink) => numberOf(sink, 'batchSize') ?? 0));
  if (!thins || largest === 0 || capacity >= 2 * largest) return [];
  return [
    {
      code: 'FLUME_CHANNEL_STALLS',
      severity: 'warning',
      message: `${channel.name} holds ${capacity} events and its sink takes ${largest} at once: a real agent waits up to ${numberOf(channel, 'keepAliveSeconds') ?? 3} s for each batch that does not fill up, and refuses events meanwhile.`,
      at: { component: channel.id, field: 'capacity' },
      help: 'Give the channel ten times the batch size.',
      fix: {
        label: `Set capacity to ${largest * 10}`,
        component: channel.id,
        field: 'capacity',
        value: largest * 10,
      },
    },
  ];
}

/** Says whether only a part of a source's events reaches each channel. */
function sendsPart(system: AppliedSystem, source: AppliedComponent): boolean {
  return system
    .attached(source.id)
    .some(
      (a) => a.spec.id === 'flume.selector.multiplexing' || a.spec.id === 'flume.interceptor.regex_filter',
    );
}
