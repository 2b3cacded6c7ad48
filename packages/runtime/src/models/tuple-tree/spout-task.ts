import { type Batch, liveRows } from '../../batch.ts';
import { sliceBatch } from '../../batch-cut.ts';
import type { PullSource, PutResult, Source } from '../../implementation.ts';
import { owned } from '../../operators/borrowing.ts';
import { identityRoots } from '../../roots.ts';
import type { Emission, RootTracker } from './root-tracker.ts';
import type { Sender } from './sender.ts';
import type { TaskChain } from './task-chain.ts';
import type { SpoutMeters } from './topology-meters.ts';
import type { TopologyServices } from './topology-services.ts';

/** Most records asked for at once. */
const batchRows = 4096;
const defaultIdleMs = 100;
const retryMs = 3000;

/** A put that waits for room. */
interface WaitingPut {
  readonly batch: Batch;
  readonly rows: number;
  taken: number;
  readonly resolve: (result: PutResult) => void;
}

/** One task of a spout: asks its source while fewer than the permitted roots are pending, failed roots first. */
export class SpoutTask {
  readonly tracker: RootTracker;
  readonly sender: Sender;
  readonly source: Source;
  readonly #component: string;
  readonly #chain: TaskChain;
  readonly #meters: SpoutMeters;
  readonly #services: TopologyServices;
  readonly #maxPending: number;
  #state: 'opening' | 'reading' | 'stopped' | 'ended' = 'opening';
  #idleUntil = 0;
  #isAwaiting = false;
  #puts: WaitingPut[] = [];

  constructor(options: {
    readonly component: string;
    readonly source: Source;
    readonly chain: TaskChain;
    readonly sender: Sender;
    readonly tracker: RootTracker;
    readonly meters: SpoutMeters;
    readonly services: TopologyServices;
    readonly maxPending: number;
  }) {
    this.#component = options.component;
    this.source = options.source;
    this.#chain = options.chain;
    this.sender = options.sender;
    this.tracker = options.tracker;
    this.#meters = options.meters;
    this.#services = options.services;
    this.#maxPending = options.maxPending;
  }

  /** Opens or starts the source; tries again every 3 s when that fails. */
  async open(): Promise<void> {
    try {
      if (this.source.style === 'pull') await this.source.open?.();
      else if (this.source.style === 'push') await this.source.start({ put: (batch) => this.#put(batch) });
      else throw new Error('A source of micro-batches cannot be a spout');
    } catch (error) {
      this.#services.complain(this.#component, error);
      this.#services.schedule(retryMs, () => {
        if (this.#state === 'opening') void this.open();
      });
      return;
    }
    if (this.#state === 'opening') this.#state = 'reading';
    this.#services.wake();
  }

  /** The source is asked no more; failed roots are still emitted again. */
  async stop(): Promise<void> {
    if (this.#state === 'ended') return;
    this.#state = 'stopped';
    if (this.source.style === 'push') await this.source.stop();
  }

  async close(): Promise<void> {
    await this.stop();
    if (this.source.style !== 'push') await this.source.close();
  }

  get isEnded(): boolean {
    return this.#state === 'ended';
  }

  get isSettled(): boolean {
    return (
      (this.#state === 'ended' || this.#state === 'stopped') &&
      this.tracker.pending === 0 &&
      this.tracker.waiting === 0 &&
      this.#puts.length === 0 &&
      !this.sender.isBlocked
    );
  }

  /** `nextTuple`: emits a batch of roots. False when there is nothing to emit, or no room for it. */
  step(): boolean {
    if (this.sender.isBlocked) return this.sender.flush();
    const room = Math.min(batchRows, this.#maxPending - this.tracker.pending);
    if (room <= 0) return false;
    const replay = this.tracker.takeReplay(room, this.#services.now());
    if (replay) this.#meters.replayed.add(liveRows(replay.batch));
    const emission = replay ?? this.#next(room);
    if (emission === undefined) {
      this.#awaitReplay();
      return false;
    }
    this.#emit(emission);
    return true;
  }

  /** Looks again when failed roots fall due. Timers may be early by a little, so each look plans the next. */
  #awaitReplay(): void {
    const dueMs = this.tracker.replayDueMs;
    if (dueMs === undefined || this.#isAwaiting) return;
    this.#isAwaiting = true;
    this.#services.schedule(Math.max(1, dueMs - this.#services.now()), () => {
      this.#isAwaiting = false;
      this.#services.wake();
    });
  }

  #next(room: number): Emission | undefined {
    if (this.#puts.length > 0) return this.#takePut(room);
    if (this.#state !== 'reading' || this.source.style !== 'pull') return undefined;
    const nowMs = this.#services.now();
    if (nowMs < this.#idleUntil) return undefined;
    const read = this.#read(this.source, room, nowMs);
    this.#meters.addBusy(this.#services.now() - nowMs);
    return read === undefined || liveRows(read) === 0 ? undefined : this.tracker.read(read);
  }

  #read(source: PullSource, room: number, nowMs: number): Batch | undefined {
    let read: Batch | 'idle' | 'end';
    try {
      read = source.read(room);
    } catch (error) {
      this.#services.complain(this.#component, error);
      this.#idle(nowMs, retryMs);
      return undefined;
    }
    if (read === 'end') {
      this.#state = 'ended';
      return undefined;
    }
    if (read === 'idle' || liveRows(read) === 0) {
      this.#idle(nowMs, source.idleMs ?? defaultIdleMs);
      return undefined;
    }
    return read;
  }

  #idle(nowMs: number, forMs: number): void {
    this.#idleUntil = nowMs + forMs;
    this.#services.schedule(forMs, () => {
      this.#idleUntil = 0;
      this.#services.wake();
    });
  }

  #emit(emission: Emission): void {
    const { batch } = emission;
    const startMs = this.#services.now();
    if (!this.#services.isTracking) {
      this.sender.begin(undefined);
      this.#run(batch);
      this.tracker.ackUntracked(emission);
      batch.slab?.release();
      return;
    }
    const tree = this.tracker.open(emission, startMs, this.#services.rotation());
    this.sender.begin(tree);
    this.#run({ ...batch, roots: identityRoots(batch.rows) });
    if (this.#services.ledger.init(tree.handle, this.sender.high, this.sender.low)) {
      this.tracker.complete(tree, startMs);
    }
  }

  #run(batch: Batch): void {
    try {
      this.#chain.emitFromSource(batch);
    } catch (error) {
      this.#services.complain(this.#component, error);
    }
  }

  #put(given: Batch): PutResult | Promise<PutResult> {
    const batch = owned(given);
    const rows = liveRows(batch);
    if (rows === 0) return { accepted: 0 };
    const fits = this.#puts.length === 0 && rows <= this.#maxPending - this.tracker.pending;
    if (fits && !this.sender.isBlocked) {
      this.#emit(this.tracker.read(batch));
      this.#services.wake();
      return { accepted: rows };
    }
    return new Promise((resolve) => {
      this.#puts.push({ batch, rows, taken: 0, resolve });
      this.#services.wake();
    });
  }

  #takePut(room: number): Emission {
    const put = this.#puts[0] as WaitingPut;
    const rows = Math.min(room, put.rows - put.taken);
    const part = sliceBatch(put.batch, put.taken, rows);
    put.taken += rows;
    if (put.taken === put.rows) {
      this.#puts.shift();
      put.resolve({ accepted: put.rows });
    }
    return this.tracker.read(part);
  }
}
