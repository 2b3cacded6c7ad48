import type { SourceOperator, Stream } from '@sluice/ir';
import type { Batch } from '../../batch.ts';
import { liveRows } from '../../batch.ts';
import { sliceBatch } from '../../batch-cut.ts';
import { codeOf, messageOf, RunError } from '../../errors.ts';
import type { PullSource, PushSource, PutResult, ReplayControl, Source } from '../../implementation.ts';
import type { Meter } from '../../metrics/meters.ts';
import type { Task } from '../../scheduler.ts';
import { componentOf, stateKey } from '../../task-context.ts';
import type { StageInput } from '../model.ts';
import { BusyMeter } from './busy-meter.ts';
import type { Channel } from './channel.ts';
import { channelMeters, connectionMeters } from './channel-meters.ts';
import { bytesOf, DurableRecord, duplicatesOf, openOf } from './durable-record.ts';
import { type PutPart, PutQueue, type PutTarget } from './put-queue.ts';
import type { StageGraph } from './stage-graph.ts';

/** A component whose start failed is started again after this long, for ever (Flume's lifecycle supervisor). */
const restartMs = 3000;
/** Flume's PollableSourceRunner: back-off grows by a second each time, to five. */
const backOffStepMs = 1000;
const mostBackOffMs = 5000;
const defaultIdleMs = 100;
/** A turn of a pull source ends after so many records, batches or milliseconds, whichever comes first. */
const turn = { records: 16_384, batches: 64, ms: 1 };
/** Name of the total of all records that left the source, beside the totals by channel. */
const outTotal = '';

/** Runs one source with its interceptors and selector. */
export class SourceRunner {
  readonly component: string;
  readonly #input: StageInput;
  readonly #operator: SourceOperator;
  readonly #record: DurableRecord;
  readonly #queue: PutQueue;
  readonly #task: Task;
  readonly #busy: BusyMeter;
  readonly #out: Meter;
  readonly #received: Meter;
  readonly #accepted: Meter;
  readonly #blocked: Meter;
  readonly #runEvents: Meter;
  readonly #channels = new Map<string, Channel>();
  readonly #stopWatching: (() => void)[] = [];
  readonly #max: number;
  #source: Source | undefined;
  /** Being tried again as it is: the source cannot take it back. */
  #retained: Batch | undefined;
  /** A put has been made and its outcome not been dealt with: nothing is read, or `commit` would cover too much. */
  #isPutting = false;
  #refusals = 0;
  /** Records that have left the source since it was opened. */
  #safe = 0;
  #state: 'new' | 'running' | 'ended' | 'stopped' | 'closed' = 'new';
  #isTroubled = false;

  constructor(input: StageInput, operator: SourceOperator, graph: StageGraph) {
    this.#input = input;
    this.#operator = operator;
    this.component = componentOf(operator);
    const { host, meters } = input;
    this.#record = new DurableRecord(host, stateKey(operator, 0));
    const counter = (name: string): Meter => meters.counter('component', this.component, name, 'events');
    this.#out = counter('out');
    this.#received = counter('EventReceivedCount');
    this.#accepted = counter('EventAcceptedCount');
    this.#blocked = meters.gauge('component', this.component, 'blocked');
    this.#runEvents = meters.counter('run', '', 'events', 'events');
    this.#busy = new BusyMeter(meters, this.component, () => host.now());
    const targets = new Map<string, PutTarget>();
    let most = input.stage.model === 'transactional' ? input.stage.batchSize : 100;
    for (const stream of input.streams) {
      const channel = input.bufferOf(stream.to.operator) as Channel | undefined;
      if (!channel || !input.operators.some((one) => one.id === stream.from.operator)) continue;
      this.#channels.set(channel.id, channel);
      targets.set(stream.id, this.#targetOf(stream, channel));
      most = Math.min(most, channel.transactionCapacity);
    }
    for (const channel of this.#channels.values()) channel.ledger.putBefore(this.#record.total(channel.id));
    this.#max = Math.max(1, most);
    const moved = this.#record.total(outTotal);
    this.#out.restore(moved);
    this.#received.restore(moved);
    this.#accepted.restore(moved);
    this.#runEvents.restore(moved);
    const split = (batch: Batch): readonly PutPart[] =>
      graph.outOf(operator.id, batch).map(({ stream, batch: part, isRequired }) => {
        const target = targets.get(stream.id);
        if (target) return { target, batch: part, isRequired };
        throw new RunError(
          'RUN_STAGE_UNSUPPORTED',
          `Operator ${stream.to.operator} needs a buffer before it`,
        );
      });
    this.#queue = new PutQueue(host, { split, channels: this.#channels.values() });
    this.#task = input.scheduler.task(() => this.#step());
  }

  async start(): Promise<void> {
    const implementation = this.#input.host.implementations[this.#operator.run];
    if (implementation?.kind !== 'source') {
      throw new RunError(
        'RUN_IMPLEMENTATION_MISSING',
        `Nothing implements "${this.#operator.run}" as a source`,
      );
    }
    try {
      const context = { ...this.#input.contextOf(this.#operator, 0), durable: this.#record.own };
      const source = implementation.create(this.#operator.config, context);
      if (source.style === 'pull') await source.open?.();
      else if (source.style === 'push') await this.#startPush(source);
      else
        throw new RunError(
          'RUN_SOURCE_UNSUPPORTED',
          'A source that computes intervals needs a Spark context',
        );
      if (this.#isOver()) {
        await closeSource(source);
        return;
      }
      this.#source = source;
      this.#state = 'running';
      this.#reportState('running');
      if (source.style === 'pull') {
        for (const channel of this.#channels.values()) {
          this.#stopWatching.push(channel.onRoom(() => this.#roomIn(channel)));
        }
        this.#task.wake();
      }
    } catch (error) {
      if (this.#isOver()) return;
      this.#reportTrouble(`Cannot start: ${messageOf(error)}`);
      this.#input.host.schedule(restartMs, () => {
        if (!this.#isOver()) void this.start();
      });
    }
  }

  async stop(): Promise<void> {
    if (this.#isOver()) return;
    this.#state = 'stopped';
    const source = this.#source;
    if (source?.style === 'push') await source.stop();
  }

  async close(): Promise<void> {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#task.close();
    for (const stop of this.#stopWatching) stop();
    const source = this.#source;
    this.#source = undefined;
    if (source?.style === 'pull') await source.close();
  }

  get isSettled(): boolean {
    const isDone = this.#state === 'ended' || this.#isOver();
    return isDone && !this.#queue.isOpen && !this.#isPutting;
  }

  get replay(): ReplayControl | undefined {
    return this.#source?.style === 'pull' ? this.#source.replay : undefined;
  }

  beforeSample(): void {
    this.#busy.sample();
    this.#blocked.set(this.#queue.isBusy || this.#refusals > 0 ? 1 : 0);
  }

  /** Only room in the channel that refused helps: trying again for any other's would put duplicates into it for ever. */
  #roomIn(channel: Channel): void {
    if (this.#refusals > 0 && this.#queue.refusedBy === channel) this.#task.wake();
  }

  #isOver(): boolean {
    return this.#state === 'stopped' || this.#state === 'closed';
  }

  #targetOf(stream: Stream, channel: Channel): PutTarget {
    const { meters, host } = this.#input;
    const buffer = channel.component;
    const counters = channelMeters(meters, buffer);
    const connection = connectionMeters(meters, stream);
    const before = this.#record.total(channel.id);
    connection?.events.restore(before);
    connection?.bytes.restore(this.#record.total(bytesOf(channel.id)));
    counters.putAttempted.restore(before);
    counters.putSucceeded.restore(before);
    counters.in.restore(before);
    // What a put that was open at the death has put in comes again.
    const again = this.#record.total(duplicatesOf(channel.id)) + this.#record.total(openOf(channel.id));
    this.#record.setTotal(duplicatesOf(channel.id), again);
    this.#record.setTotal(openOf(channel.id), 0);
    counters.duplicated.restore(again, before > 0);
    return {
      channel,
      attempted: (batch) => counters.putAttempted.add(liveRows(batch)),
      committed: (batch) => {
        const count = liveRows(batch);
        counters.putSucceeded.add(count);
        counters.in.add(count);
        this.#record.add(channel.id, count);
        this.#record.add(openOf(channel.id), count);
        if (connection) this.#record.add(bytesOf(channel.id), connection.moved(batch));
      },
      dropped: (batch, refusal) =>
        host.emit({
          kind: 'log',
          timeMs: host.now(),
          level: 'warning',
          component: buffer,
          message: `Optional channel: ${liveRows(batch)} events not taken. ${refusal.message}`,
        }),
      orphaned: (batch) => {
        counters.duplicated.add(liveRows(batch));
        this.#record.add(duplicatesOf(channel.id), liveRows(batch));
      },
    };
  }

  async #startPush(source: PushSource): Promise<void> {
    await source.start({
      put: (batch, transaction) => {
        const fromMs = this.#input.host.now();
        this.#received.add(liveRows(batch));
        const result = this.#queue.put(batch, transaction);
        if (result instanceof Promise) return result.then((settled) => this.#delayed(this.#pushed(settled)));
        this.#busy.since(fromMs);
        return this.#delayed(this.#pushed(result));
      },
    });
  }

  /** What a person slows the source down by, after each of its batches. */
  #delayMs(): number {
    return this.#input.faultOf(this.component)?.delayMs ?? 0;
  }

  #pushed(result: PutResult): PutResult {
    this.#closePut();
    this.#countOut(result.accepted);
    this.#record.write();
    if (result.error) this.#reportTrouble(result.error.message);
    else this.#reportState('running');
    return result;
  }

  #delayed(result: PutResult): PutResult | Promise<PutResult> {
    const delayMs = this.#delayMs();
    if (delayMs <= 0) return result;
    return new Promise((resolve) => this.#input.host.schedule(delayMs, () => resolve(result)));
  }

  /** Its outcome is known: what was put in does not come again, or is counted as a duplicate. */
  #closePut(): void {
    for (const id of this.#channels.keys()) this.#record.setTotal(openOf(id), 0);
  }

  #countOut(records: number): void {
    this.#out.add(records);
    this.#accepted.add(records);
    this.#runEvents.add(records);
    this.#record.add(outTotal, records);
  }

  #step(): boolean {
    const source = this.#source;
    if (source?.style !== 'pull' || this.#state !== 'running' || this.#isPutting) return false;
    const fromMs = this.#input.host.now();
    this.#record.hold();
    try {
      return this.#turn(source, fromMs + turn.ms);
    } catch (error) {
      this.#reportTrouble(`${codeOf(error)}: ${messageOf(error)}`);
      source.rollback?.();
      this.#task.wakeAfter(mostBackOffMs);
      return false;
    } finally {
      // Positions and totals of the whole turn are one write, made before any sink can take the records.
      this.#record.release();
      this.#busy.since(fromMs);
    }
  }

  /** Pulls until the turn is over and says whether there may be more. */
  #turn(source: PullSource, endMs: number): boolean {
    const most = this.#out.value() + turn.records;
    for (let batches = 0; batches < turn.batches; batches++) {
      if (!this.#pull(source)) return false;
      // The sinks get their turn before a put has to wait for them.
      if (this.#queue.room() < this.#max) break;
      if (this.#out.value() >= most || this.#input.host.now() >= endMs) break;
    }
    return true;
  }

  /** How much to read: a transaction, or as many whole ones as there is room for where the source can take back some. */
  #wanted(source: PullSource): number {
    if (!source.commitTo || this.#delayMs() > 0) return this.#max;
    const room = Math.min(this.#queue.room(), turn.records);
    return Math.max(1, Math.floor(room / this.#max)) * this.#max;
  }

  #firstOf(batch: Batch): number {
    return Math.min(this.#max, liveRows(batch));
  }

  #pull(source: PullSource): boolean {
    const batch = this.#retained ?? source.read(this.#wanted(source));
    if (batch === 'end') {
      this.#state = 'ended';
      this.#reportState('done');
      return false;
    }
    if (batch === 'idle' || liveRows(batch) === 0) {
      this.#task.wakeAfter(source.idleMs ?? defaultIdleMs);
      return false;
    }
    // The first transaction; `#settle` counts those that have been tried after it.
    if (this.#retained === undefined) this.#received.add(this.#firstOf(batch));
    this.#retained = undefined;
    const result = this.#queue.put(batch, this.#max);
    if (!(result instanceof Promise)) return this.#settle(source, batch, result);
    this.#isPutting = true;
    void result.then((settled) => {
      this.#isPutting = false;
      const hasMore = this.#settle(source, batch, settled);
      this.#record.write();
      if (hasMore) this.#task.wake();
    });
    return false;
  }

  /** Says whether to go on at once. */
  #settle(source: PullSource, batch: Batch, result: PutResult): boolean {
    const { accepted, error } = result;
    this.#closePut();
    const tried = error ? Math.min(accepted + this.#max, liveRows(batch)) : accepted;
    this.#received.add(tried - this.#firstOf(batch));
    this.#countOut(accepted);
    this.#safe += accepted;
    if (!error) {
      this.#refusals = 0;
      source.commit?.();
      batch.slab?.release();
      this.#reportState('running');
      const delayMs = this.#delayMs();
      if (delayMs > 0) this.#task.wakeAfter(delayMs);
      return delayMs <= 0;
    }
    this.#refusals = accepted > 0 ? 1 : this.#refusals + 1;
    this.#reportTrouble(error.message);
    if (accepted > 0) source.commitTo?.(this.#safe);
    if (source.rollback) {
      source.rollback();
      batch.slab?.release();
    } else this.#retained = sliceBatch(batch, accepted, liveRows(batch) - accepted);
    // Room wakes the task too: waiting longer than needed helps nobody.
    this.#task.wakeAfter(Math.min(this.#refusals * backOffStepMs, mostBackOffMs));
    return false;
  }

  #reportTrouble(message: string): void {
    if (!this.#isTroubled) {
      const { host } = this.#input;
      host.emit({ kind: 'log', timeMs: host.now(), level: 'error', component: this.component, message });
      host.emit({ kind: 'component-state', component: this.component, state: 'retrying', message });
    }
    this.#isTroubled = true;
  }

  #reportState(state: 'running' | 'done'): void {
    if (state === 'running' && !this.#isTroubled && this.#hasReported) return;
    this.#isTroubled = false;
    this.#hasReported = true;
    this.#input.host.emit({ kind: 'component-state', component: this.component, state });
  }
  #hasReported = false;
}

async function closeSource(source: Source): Promise<void> {
  if (source.style === 'push') await source.stop();
  else await source.close();
}
