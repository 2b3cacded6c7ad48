import { messageOf } from '../../errors.ts';
import type { ReplayControl, Source, TaskContext } from '../../implementation.ts';
import { stateKey } from '../../task-context.ts';
import type { StageInput } from '../model.ts';
import type { BatchMeters } from './batch-meters.ts';
import type { PlanNode } from './batch-plan.ts';
import type { FinishedBatch, QueuedBatch } from './job-queue.ts';
import { createRateControl, type RateControl } from './rate-control.ts';
import { createReceiver, type Receiver } from './receiver.ts';
import { createSourceState, type SavedSource, type SourceState } from './source-state.ts';
import type { BatchRecord } from './stage-checkpoints.ts';

/** Longest JSON of a state that is written at once. */
const mostDirect = 4096;

/** One source of a stage with what drives it. */
export interface Intake {
  readonly node: PlanNode;
  readonly source: Source;
  readonly receiver: Receiver;
  readonly state: SourceState;
  readonly rate: RateControl;
}

/** Makes the intake of a source; `saved` is what a checkpoint holds of it, if checkpoints are kept. */
export function createIntake(
  input: StageInput,
  node: PlanNode,
  parts: {
    readonly meters: BatchMeters;
    readonly isKept: boolean;
    readonly saved: SavedSource | undefined;
  },
): Intake {
  const { operator, component } = node;
  const { host } = input;
  const { meters } = parts;
  if (operator.kind !== 'source') throw new Error(`${operator.id} is not a source`);
  const implementation = host.implementations[operator.run];
  if (implementation?.kind !== 'source') throw new Error(`There is no source ${operator.run}`);
  const context = input.contextOf(operator, 0);
  const state = createSourceState(parts.saved);
  const durable = parts.isKept ? state.durable : writtenThrough(context.durable);
  const source = implementation.create(operator.config, { ...context, durable });
  const rate = createRateControl(input, node, meters);
  const books = source.style === 'push' && parts.isKept ? openBooks(input, node, state) : undefined;
  const receiver = createReceiver(source, {
    host,
    state,
    limiter: rate.limiter,
    onReceived: (records) => {
      books?.received(records);
      meters.component(node).out.add(records);
      meters.context.totalReceivedRecords.add(records);
    },
    onState: (kind, message) =>
      host.emit({
        kind: 'component-state',
        component,
        state: kind,
        ...(message === undefined ? {} : { message }),
      }),
  });
  const intake = { node, source, receiver, state, rate };
  if (books && books.lost > 0) tellLost(input, intake, { meters, lost: books.lost });
  return intake;
}

/** Without checkpoints a position is written at once; what is too long for that is only good for checkpoints. */
function writtenThrough(durable: TaskContext['durable']): TaskContext['durable'] {
  return {
    ...durable,
    save: (state) => {
      if (JSON.stringify(state).length <= mostDirect) durable.save(state);
    },
  };
}

/**
 * How much a push source has given over all starts, written down with every put: what of it is neither in the state
 * nor lost before was lost by the last crash, as Spark loses blocks of a receiver without a write-ahead log.
 */
function openBooks(
  input: StageInput,
  { operator }: PlanNode,
  state: SourceState,
): { readonly lost: number; received(records: number): void } {
  const { host } = input;
  const key = `${stateKey(operator, 0)}#received`;
  let total = Number(host.loadState(key)?.records ?? 0);
  const lost = Math.max(0, total - state.finished() - state.lost());
  state.lose(lost);
  return {
    lost,
    received(records) {
      total += records;
      host.saveState(key, { records: total });
    },
  };
}

function tellLost(
  { host }: StageInput,
  { node }: Intake,
  { meters, lost }: { readonly meters: BatchMeters; readonly lost: number },
): void {
  meters.lost(node).restore(lost, true);
  meters.component(node).out.restore(lost, true);
  meters.context.totalReceivedRecords.restore(lost, true);
  const message = `${lost} records had been received and were in no checkpoint when the process died: they are lost.`;
  host.emit({ kind: 'log', timeMs: host.now(), level: 'warning', component: node.component, message });
}

/** Allocates to a batch what the sources have for it. */
export function allocateBatch(
  intakes: readonly Intake[],
  { timeMs, submittedMs, finishing }: Pick<QueuedBatch, 'timeMs' | 'submittedMs' | 'finishing'>,
): { readonly batch: QueuedBatch; readonly record: BatchRecord } {
  const failures: QueuedBatch['failures'][number][] = [];
  const allocations: QueuedBatch['allocations'][number][] = [];
  for (const { node, receiver } of intakes) {
    try {
      allocations.push({ node, receiver, allocation: receiver.allocate(timeMs) });
    } catch (error) {
      failures.push({ node, reason: messageOf(error) });
    }
  }
  const sources = Object.fromEntries(
    allocations.map(({ node, allocation }) => [node.operator.id, allocation.membership]),
  );
  const last = finishing === undefined ? {} : { finishing };
  return {
    batch: { timeMs, submittedMs, allocations, failures, ...last },
    record: { timeMs, sources, ...last },
  };
}

/** A batch of an earlier life, with the same records where its sources can give them again. */
export async function recallBatch(
  intakes: readonly Intake[],
  { timeMs, sources, finishing, isDone }: BatchRecord & { readonly isDone: boolean },
  now: () => number,
): Promise<QueuedBatch> {
  const failures: QueuedBatch['failures'][number][] = [];
  const allocations: QueuedBatch['allocations'][number][] = [];
  for (const { node, receiver } of intakes) {
    try {
      const allocation = await receiver.recall(timeMs, sources[node.operator.id] ?? null);
      allocations.push({ node, receiver, allocation });
    } catch (error) {
      failures.push({ node, reason: messageOf(error) });
    }
  }
  const last = finishing === undefined ? {} : { finishing };
  return { timeMs, submittedMs: now(), allocations, failures, isRepeated: isDone, ...last };
}

/** Fits the rates of the receivers to how a batch went. */
export function adjustRates(intakes: readonly Intake[], batch: FinishedBatch, endMs: number): void {
  for (const { node, rate } of intakes) {
    rate.learn({
      timeMs: endMs,
      records: batch.recordsOf.get(node) ?? 0,
      processingMs: batch.processingMs,
      schedulingDelayMs: batch.schedulingDelayMs,
    });
  }
}

/** The replays among the sources, by component. */
export function replaysOf(intakes: readonly Intake[]): Map<string, ReplayControl> {
  const found = new Map<string, ReplayControl>();
  for (const { node, source } of intakes) {
    if (source.style === 'pull' && source.replay) found.set(node.component, source.replay);
  }
  return found;
}
