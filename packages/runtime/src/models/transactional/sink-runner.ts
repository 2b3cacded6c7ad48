import type { SinkOperator, Stream } from '@sluice/ir';
import { codeOf, messageOf, RunError } from '../../errors.ts';
import type { Sink } from '../../implementation.ts';
import type { Meter } from '../../metrics/meters.ts';
import { createRandom } from '../../random.ts';
import type { Fault } from '../../run-contract.ts';
import type { Task } from '../../scheduler.ts';
import { componentOf, stateKey } from '../../task-context.ts';
import type { StageInput } from '../model.ts';
import { BusyMeter } from './busy-meter.ts';
import type { Channel, Take } from './channel.ts';
import { channelMeters, connectionMeters } from './channel-meters.ts';
import { bytesOf, DurableRecord } from './durable-record.ts';
import { EmptyPolls } from './empty-polls.ts';
import type { Arrival, StageGraph } from './stage-graph.ts';

const restartMs = 3000;
/** Flume's SinkRunner: an exception sleeps this long; BACKOFF grows by a second each time up to it. */
const exceptionMs = 5000;
const backOffStepMs = 1000;
const tickMs = 100;
const defaultBatchSize = 100;
/** A turn ends after so many transactions, records or milliseconds, whichever comes first. */
const turn = { transactions: 64, records: 16_384, ms: 1 };

/**
 * Takes from one channel and writes to the sinks behind it; a transaction is committed when all of them have the
 * records. What it has delivered is written down once a turn, unless the sink can tell. A transaction never waits to be filled: it takes what is there, so a record's latency is not bought
 * with the keep-alive (real Flume holds a short batch open that long).
 */
export class SinkRunner {
  readonly component: string;
  readonly #input: StageInput;
  readonly #operator: SinkOperator;
  readonly #stream: Stream;
  readonly #channel: Channel;
  readonly #graph: StageGraph;
  readonly #record: DurableRecord;
  readonly #task: Task;
  readonly #busy: BusyMeter;
  readonly #stopWatching: () => void;
  readonly #meters: ReturnType<typeof sinkMeters>;
  readonly #random: () => number;
  readonly #polls: EmptyPolls;
  #sink: Sink | undefined;
  #batchSize = defaultBatchSize;
  #isWriting = false;
  #failures = 0;
  /** Transactions to be made one by one, as they failed together. */
  #oneByOne = 0;
  /** Time of the last commit. */
  #nowMs = 0;
  #state: 'new' | 'running' | 'closed' = 'new';
  #hasToldTotal = false;
  #isTroubled = false;
  #cancelTick: (() => void) | undefined;

  constructor(
    input: StageInput,
    ends: { readonly operator: SinkOperator; readonly stream: Stream; readonly channel: Channel },
    graph: StageGraph,
  ) {
    this.#input = input;
    this.#operator = ends.operator;
    this.#stream = ends.stream;
    this.#channel = ends.channel;
    this.#graph = graph;
    this.component = componentOf(ends.operator);
    const { host, meters } = input;
    this.#record = new DurableRecord(host, stateKey(ends.operator, 0));
    this.#busy = new BusyMeter(meters, this.component, () => host.now());
    this.#meters = sinkMeters(input, this.component, ends);
    this.#polls = new EmptyPolls(() => host.now());
    this.#random = createRandom(host.seed, `${stateKey(ends.operator, 0)}#faults`);
    this.#channel.ledger.expectTaker();
    this.#task = input.scheduler.task(() => this.#step());
    this.#stopWatching = this.#channel.onEvents(() => {
      if (this.#isWriting || this.#failures > 0) return;
      if (this.#channel.size >= this.#batchSize) this.#task.wake();
      else this.#task.wakeLazily();
    });
  }

  get sink(): Sink | undefined {
    return this.#sink;
  }

  get isSettled(): boolean {
    return !this.#isWriting && this.#channel.size === 0 && this.#channel.taken === 0;
  }

  async start(): Promise<void> {
    const implementation = this.#input.host.implementations[this.#operator.run];
    if (implementation?.kind !== 'sink') {
      throw new RunError(
        'RUN_IMPLEMENTATION_MISSING',
        `Nothing implements "${this.#operator.run}" as a sink`,
      );
    }
    let isOpen = false;
    try {
      const context = { ...this.#input.contextOf(this.#operator, 0), durable: this.#record.own };
      const sink = implementation.create(this.#operator.config, context);
      await sink.open?.();
      if (this.#state === 'closed') {
        await sink.close();
        return;
      }
      isOpen = true;
      this.#sink = sink;
      this.#batchSize = Math.max(
        1,
        Math.min(sink.batchSize ?? defaultBatchSize, this.#channel.transactionCapacity),
      );
      this.#state = 'running';
      this.#polls.begin(this.#channel.keepAliveMs);
      this.#tellTotal(sink);
      this.#report('running');
      if (sink.tick) this.#planTick();
      this.#task.wake();
    } catch (error) {
      if (isOpen) throw error;
      if (this.#state === 'closed') return;
      this.#reportTrouble(`Cannot start: ${messageOf(error)}`);
      this.#input.host.schedule(restartMs, () => {
        if (this.#state !== 'closed') void this.start();
      });
    }
  }

  async close(): Promise<void> {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#task.close();
    this.#cancelTick?.();
    this.#stopWatching();
    const sink = this.#sink;
    this.#sink = undefined;
    await sink?.close();
  }

  beforeSample(): void {
    this.#busy.sample();
    this.#meters.empty.add(this.#polls.counted());
    this.#meters.connection?.queued.set(this.#channel.size + this.#channel.taken);
    this.#meters.blocked.set(this.#failures > 0 ? 1 : 0);
  }

  /** What it had delivered before this start: as the sink knows it, else as written down after each transaction. */
  #tellTotal(sink: Sink): void {
    if (this.#hasToldTotal) return;
    this.#hasToldTotal = true;
    const delivered = sink.delivered?.();
    const noted = this.#record.total(this.#channel.id);
    const bytes = this.#record.total(bytesOf(this.#channel.id));
    if (delivered !== undefined) this.#record.setTotal(this.#channel.id, delivered);
    const total = this.#record.total(this.#channel.id);
    this.#channel.ledger.takenBefore(total);
    // A sink that knows its records from its files may be a transaction ahead of what was noted of their bytes.
    const all = noted === 0 ? bytes : Math.round((bytes * total) / noted);
    this.#record.setTotal(bytesOf(this.#channel.id), all);
    this.#meters.seed(total, all);
  }

  #step(): boolean {
    const sink = this.#sink;
    if (!sink || this.#isWriting || this.#state !== 'running') return false;
    const fromMs = this.#input.host.now();
    this.#nowMs = fromMs;
    let records = 0;
    for (let steps = 0; steps < turn.transactions && records < turn.records; steps++) {
      const taken = this.#transactMany(sink) || this.#transact(sink);
      records += taken;
      if (taken === 0 || this.#channel.size < this.#batchSize || this.#nowMs >= fromMs + turn.ms) break;
    }
    if (records > 0 && !sink.delivered) this.#record.write();
    this.#busy.since(fromMs);
    if (records === 0 || this.#isWriting || this.#failures > 0) return false;
    return this.#channel.size >= this.#batchSize || this.#wakeForRest();
  }

  /**
   * Many transactions as one, where nothing can come between them and none can fail by itself; returns the records
   * delivered. 0: none were, and nothing has happened that anybody could see.
   */
  #transactMany(sink: Sink): number {
    const size = this.#batchSize;
    if (!sink.isAtomic || this.#channel.size < 2 * size) return 0;
    // What is between the channel and the sink may fail at one record.
    if (this.#stream.to.operator !== this.#operator.id || !isHarmless(this.#input.faultOf(this.component)))
      return 0;
    if (this.#oneByOne > 0) return 0;
    const take = this.#channel.take(size, Math.floor(turn.records / size));
    if (!take) return 0;
    const transactions = Math.ceil(take.count / size);
    try {
      const writing = sink.write(take.batch, { transactionSize: size });
      if (writing instanceof Promise) throw new RunError('RUN_SINK_FAILED', 'An atomic sink may not wait');
    } catch {
      take.rollback();
      this.#oneByOne = transactions;
      return 0;
    }
    this.#polls.end();
    this.#meters.attempted(take.count);
    this.#commit(take, transactions);
    return take.count;
  }

  /** One transaction; returns how many records it delivered by the time it returns. */
  #transact(sink: Sink): number {
    const take = this.#channel.take(this.#batchSize);
    if (!take) return 0;
    this.#polls.end();
    this.#meters.attempted(take.count);
    try {
      const writing = this.#write(sink, this.#graph.along(this.#stream, take.batch));
      if (!writing) {
        this.#commit(take);
        return take.count;
      }
      this.#isWriting = true;
      const commit = (): void => {
        this.#commit(take);
        if (!sink.delivered) this.#record.write();
      };
      void writing.then(
        () => this.#resume(commit),
        (error: unknown) => this.#resume(() => this.#rollback(take, error)),
      );
    } catch (error) {
      this.#rollback(take, error);
    }
    return 0;
  }

  /** A short rest waits for company, as a put would make it wait. */
  #wakeForRest(): false {
    if (this.#channel.size > 0) this.#task.wakeLazily();
    return false;
  }

  #write(sink: Sink, arrivals: readonly Arrival[]): Promise<void> | undefined {
    const fault = this.#input.faultOf(this.component);
    return isHarmless(fault) ? this.#writeNow(sink, arrivals) : this.#writeFaulty(sink, arrivals, fault);
  }

  /** The transaction stays open while the delay lasts; what it holds is still the channel's. */
  async #writeFaulty(sink: Sink, arrivals: readonly Arrival[], fault: Fault): Promise<void> {
    const { delayMs = 0, failFraction = 0 } = fault;
    if (delayMs > 0) await new Promise<void>((resolve) => this.#input.host.schedule(delayMs, resolve));
    if (this.#state === 'closed') throw new RunError('RUN_STOPPED', 'The run is over');
    if (this.#random() < failFraction) {
      throw new RunError('RUN_SINK_FAILED', 'The transaction failed, as the fault set on it says');
    }
    await this.#writeNow(sink, arrivals);
  }

  #writeNow(sink: Sink, arrivals: readonly Arrival[]): Promise<void> | undefined {
    const unit = {};
    const first = arrivals[0];
    if (arrivals.length === 1 && first) {
      const writing = sink.write(first.batch, unit);
      return writing instanceof Promise ? writing : undefined;
    }
    return arrivals.length === 0
      ? undefined
      : (async () => {
          for (const arrival of arrivals) await sink.write(arrival.batch, unit);
        })();
  }

  #resume(end: () => void): void {
    this.#isWriting = false;
    end();
    if (this.#failures === 0) this.#task.wake();
  }

  #commit(take: Take, transactions = 1): void {
    this.#failures = 0;
    if (this.#oneByOne > 0) this.#oneByOne--;
    const full = Math.floor(take.count / this.#batchSize);
    this.#record.add(this.#channel.id, take.count);
    this.#record.add(bytesOf(this.#channel.id), this.#meters.delivered(take, full, transactions));
    this.#nowMs = this.#input.host.now();
    this.#input.meters.latency.record(this.#nowMs - take.batch.ingestMs, take.count);
    take.commit();
    if (this.#channel.size === 0) this.#polls.begin(this.#channel.keepAliveMs);
    this.#report('running');
  }

  #rollback(take: Take, error: unknown): void {
    take.rollback();
    if (this.#state === 'closed') return;
    this.#failures++;
    this.#meters.failed();
    this.#reportTrouble(`${codeOf(error)}: ${messageOf(error)}`);
    const isBackOff = (error as { readonly isBackOff?: boolean } | undefined)?.isBackOff === true;
    const delay = isBackOff ? Math.min(this.#failures * backOffStepMs, exceptionMs) : exceptionMs;
    this.#task.wakeAfter(delay);
  }

  #planTick(): void {
    this.#cancelTick = this.#input.host.schedule(tickMs, () => {
      const sink = this.#sink;
      if (this.#state !== 'running' || !sink?.tick) return;
      if (!this.#isWriting) this.#tick(sink);
      this.#planTick();
    });
  }

  #tick(sink: Sink): void {
    const failed = (error: unknown): void => this.#reportTrouble(`${codeOf(error)}: ${messageOf(error)}`);
    try {
      const ticking = sink.tick?.();
      if (!(ticking instanceof Promise)) return;
      this.#isWriting = true;
      void ticking.catch(failed).then(() => this.#resume(() => {}));
    } catch (error) {
      failed(error);
    }
  }

  #reportTrouble(message: string): void {
    if (!this.#isTroubled) {
      const { host } = this.#input;
      host.emit({ kind: 'log', timeMs: host.now(), level: 'error', component: this.component, message });
      host.emit({ kind: 'component-state', component: this.component, state: 'retrying', message });
    }
    this.#isTroubled = true;
  }

  #hasReported = false;
  #report(state: 'running'): void {
    if (this.#hasReported && !this.#isTroubled) return;
    this.#hasReported = true;
    this.#isTroubled = false;
    this.#input.host.emit({ kind: 'component-state', component: this.component, state });
  }
}

function isHarmless(fault: Fault | undefined): fault is undefined {
  return fault === undefined || ((fault.delayMs ?? 0) <= 0 && (fault.failFraction ?? 0) <= 0);
}

function sinkMeters(
  input: StageInput,
  component: string,
  { stream, channel: buffer }: { readonly stream: Stream; readonly channel: Channel },
) {
  const { meters } = input;
  const counter = (name: string): Meter => meters.counter('component', component, name, 'events');
  const batches = (name: string): Meter => meters.counter('component', component, name, 'batches');
  const channel = channelMeters(meters, buffer.component);
  const connection = connectionMeters(meters, stream);
  const received = counter('in');
  const drainAttempted = counter('EventDrainAttemptCount');
  const drained = counter('EventDrainSuccessCount');
  const complete = batches('BatchCompleteCount');
  const underflow = batches('BatchUnderflowCount');
  const writeFailed = batches('EventWriteFail');
  return {
    connection,
    empty: batches('BatchEmptyCount'),
    blocked: meters.gauge('component', component, 'blocked'),
    seed(total: number, bytes: number): void {
      connection?.bytes.restore(bytes);
      received.restore(total);
      drainAttempted.restore(total);
      drained.restore(total);
      connection?.events.restore(total);
      channel.takeAttempted.restore(total);
      channel.takeSucceeded.restore(total);
      channel.out.restore(total);
    },
    attempted(count: number): void {
      channel.takeAttempted.add(count);
      drainAttempted.add(count);
    },
    delivered(take: Take, full: number, transactions: number): number {
      received.add(take.count);
      drained.add(take.count);
      complete.add(full);
      underflow.add(transactions - full);
      channel.takeSucceeded.add(take.count);
      channel.out.add(take.count);
      return connection?.moved(take.batch) ?? 0;
    },
    failed(): void {
      writeFailed.add(1);
    },
  };
}
