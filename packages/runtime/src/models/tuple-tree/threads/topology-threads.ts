import type { TupleTreeStage } from '@sluice/ir';
import { WordLinks, WordMirrors } from '../../../keyed/word-links.ts';
import type { Fault, RunThread } from '../../../run-contract.ts';
import type { StageInput } from '../../model.ts';
import { receiveQueueOf, type Topology } from '../build-topology.ts';
import type { FaultSource } from '../fault-source.ts';
import type { RootTree } from '../root-tree.ts';
import type { TreeRef } from '../sender.ts';
import type { PlannedComponent } from '../topology-plan.ts';
import type { TopologyServices } from '../topology-services.ts';
import { type Placement, threadOf } from './placement.ts';
import { RemoteReceiver } from './remote-receiver.ts';
import {
  type FromThread,
  type MailItem,
  Outbox,
  roomOf,
  type ToThread,
  transfersOf,
  unpackDelivery,
  unpackVerdict,
} from './thread-mail.ts';
import { ThreadMeters } from './thread-meters.ts';
import type { ThreadOrder } from './topology-thread.ts';

/** How long a worker thread that died stays away; twice as long each time it dies soon after its start. */
const restartMs = 100;
const longestRestartMs = 5000;
const shortLifeMs = 3000;

/** A worker thread as the thread of the run sees it; counts of mails since its start. */
interface Worker {
  thread: RunThread | undefined;
  readonly meters: ThreadMeters;
  startedMs: number;
  restartMs: number;
  /** How often it has died. */
  deaths: number;
  sentTo: number;
  receivedFrom: number;
  status: { readonly isSettled: boolean; readonly received: number; readonly sent: number } | undefined;
}

/**
 * The worker threads of a topology, from the thread of the run: it passes mail between them, adds up their counters,
 * and starts one again that died. What was in a thread that dies is lost, as in a Storm worker: its bolts begin with
 * empty state, and roots whose tuples it had come again when they time out.
 */
export class TopologyThreads {
  readonly placement: Placement;
  readonly #input: StageInput;
  readonly #services: TopologyServices;
  readonly #faults: FaultSource;
  readonly #workers: Worker[];
  readonly #outbox: Outbox;
  readonly #receivers: RemoteReceiver[] = [];
  readonly #words = new WordLinks();
  readonly #mirrors: WordMirrors;
  /** Trees with tuples on other threads. */
  readonly #trees = new Map<number, RootTree>();
  #treesBeforeSweep = 1024;
  #told = '{}';
  #topology: Topology | undefined;
  #isClosed = false;

  constructor(
    input: StageInput,
    options: {
      readonly services: TopologyServices;
      readonly faults: FaultSource;
      /** Threads, that of the run included. */
      readonly threads: number;
    },
  ) {
    this.#input = input;
    this.#services = options.services;
    this.#mirrors = new WordMirrors(input.kernels);
    this.#faults = options.faults;
    const { threads } = options;
    this.#workers = Array.from({ length: threads }, () => ({
      thread: undefined,
      meters: new ThreadMeters(input.meters),
      startedMs: 0,
      restartMs,
      deaths: 0,
      sentTo: 0,
      receivedFrom: 0,
      status: undefined,
    }));
    this.#outbox = new Outbox((to, items) => this.#post(to, { kind: 'mail', items }));
    this.placement = {
      own: 0,
      threadOf: (component, executor) => threadOf(component, executor, threads),
      receiver: (component, executor) => this.#receiver(component, executor, threads),
    };
  }

  /** Starts the threads. */
  start(topology: Topology): void {
    this.#topology = topology;
    for (let index = 1; index < this.#workers.length; index++) this.#start(index);
  }

  flush(): void {
    this.#outbox.flush();
  }

  /** Tuples of a tree may be on another thread. */
  isAbroad(tree: RootTree): boolean {
    return this.#trees.has(tree.key);
  }

  /** Nothing is under way between threads or held by one of them. */
  get isSettled(): boolean {
    return (
      this.#outbox.isEmpty &&
      this.#workers.every(({ status, sentTo, receivedFrom }, index) => {
        if (index === 0) return true;
        return status?.isSettled === true && status.received === sentTo && status.sent === receivedFrom;
      })
    );
  }

  /** Called before the gauges of this thread are set. */
  beginSample(): void {
    for (const { meters } of this.#workers) meters.begin();
  }

  /** Adds the numbers of the threads to those of the run, and tells them the faults of the moment. */
  beforeSample(): void {
    for (const { meters, thread } of this.#workers) meters.merge({ isAlive: thread !== undefined });
    const faults = this.#faultsNow();
    const text = JSON.stringify(faults);
    if (text === this.#told) return;
    this.#told = text;
    for (let index = 1; index < this.#workers.length; index++) this.#post(index, { kind: 'faults', faults });
  }

  /** Ends a worker thread as a crash would; it is started again. False when there is no such thread. */
  kill(index: number): boolean {
    const thread = this.#workers[index]?.thread;
    thread?.end();
    return thread !== undefined;
  }

  /** All input of a bolt has come to its end. */
  finish(component: number): void {
    for (let index = 1; index < this.#workers.length; index++)
      this.#outbox.add(index, { kind: 'finish', component });
    this.#outbox.flush();
  }

  close(): void {
    this.#isClosed = true;
    for (const { thread } of this.#workers) thread?.end();
  }

  #receiver(component: PlannedComponent, executor: number, threads: number): RemoteReceiver {
    const thread = threadOf(component, executor, threads);
    const receiver = new RemoteReceiver({
      own: 0,
      thread,
      component: component.index,
      executor,
      capacity: receiveQueueOf(this.#input.stage as TupleTreeStage),
      outbox: this.#outbox,
      words: this.#words,
      epoch: 0,
      onSend: (tree) => this.#keep(tree as RootTree),
    });
    this.#receivers.push(receiver);
    return receiver;
  }

  #start(index: number): void {
    const worker = this.#workers[index] as Worker;
    const { stage, operators, streams, host } = this.#input;
    const order: ThreadOrder = {
      stage: stage as TupleTreeStage,
      operators,
      streams,
      seed: host.seed,
      thread: index,
      threads: this.#workers.length,
      faults: this.#faultsNow(),
      deaths: this.#workers.map(({ deaths }) => deaths),
    };
    worker.startedMs = host.now();
    worker.sentTo = 0;
    worker.receivedFrom = 0;
    worker.status = undefined;
    const thread = host.threads?.start(order, {
      onMessage: (message) => {
        if (worker.thread === thread) this.#receive(worker, message as FromThread);
      },
      onExit: (reason) => {
        if (worker.thread === thread) this.#left(index, reason);
      },
    });
    worker.thread = thread;
    for (const receiver of this.#receivers) if (receiver.thread === index) receiver.returned();
    this.#tellPeers(index, true);
    this.#services.wake();
  }

  #left(index: number, reason: string): void {
    const worker = this.#workers[index] as Worker;
    worker.meters.merge({ isAlive: false });
    worker.thread = undefined;
    worker.status = undefined;
    worker.deaths += 1;
    if (this.#isClosed) return;
    this.#outbox.drop(index);
    this.#words.forget(index);
    this.#mirrors.forget(index);
    this.#tellPeers(index, false);
    let tuples = 0;
    for (const receiver of this.#receivers) {
      if (receiver.thread !== index) continue;
      const lost = receiver.lose();
      tuples += lost;
      if (!this.#services.isTracking) this.#topology?.metersOfBolt[receiver.component]?.lost.add(lost);
    }
    const { host } = this.#input;
    host.emit({
      kind: 'log',
      timeMs: host.now(),
      level: 'error',
      message: `Worker ${index} is gone (${reason}). ${tuples} tuples waited there; its bolts begin again with empty state.`,
    });
    const isShort = host.now() - worker.startedMs < shortLifeMs;
    const delayMs = isShort ? worker.restartMs : restartMs;
    worker.restartMs = Math.min(longestRestartMs, 2 * delayMs);
    this.#services.schedule(delayMs, () => {
      this.#start(index);
      host.emit({ kind: 'log', timeMs: host.now(), level: 'info', message: `Worker ${index} runs again.` });
    });
  }

  #tellPeers(thread: number, isUp: boolean): void {
    for (let peer = 1; peer < this.#workers.length; peer++)
      if (peer !== thread) this.#post(peer, { kind: 'peer', thread, isUp });
  }

  #post(to: number, message: ToThread): void {
    const worker = this.#workers[to];
    if (!worker?.thread) return;
    if (message.kind === 'mail') worker.sentTo += 1;
    worker.thread.post(message, message.kind === 'mail' ? transfersOf(message.items) : []);
  }

  #receive(worker: Worker, message: FromThread): void {
    switch (message.kind) {
      case 'mail':
        worker.receivedFrom += 1;
        if (message.to === 0) for (const item of message.items) this.#take(item);
        else this.#relay(message.to, message.items);
        break;
      case 'meters':
        worker.meters.adopt(message.series, message.values);
        return;
      case 'status':
        worker.status = message;
        return;
      case 'complaint':
        this.#services.complain(message.component, new Error(message.message));
        return;
    }
    this.#services.wake();
  }

  /** Passes mail on; what was meant for a thread that has died since is lost with it. */
  #relay(to: number, items: readonly MailItem[]): void {
    const deaths = this.#workers[to]?.deaths;
    const current = items.filter((item) => item.kind !== 'delivery' || item.epoch === deaths);
    if (current.length > 0) this.#post(to, { kind: 'mail', items: current });
  }

  #take(item: MailItem): void {
    switch (item.kind) {
      case 'delivery': {
        const { component, executor, tree: key } = item;
        const tree = key === undefined ? undefined : (this.#trees.get(key) ?? closedTree);
        const room = roomOf(item);
        this.#topology
          ?.boltAt(component, executor)
          ?.push(
            unpackDelivery(item, this.#mirrors, { tree, done: () => this.#outbox.add(item.from, room) }),
          );
        break;
      }
      case 'room':
        this.#receivers
          .find((one) => one.component === item.component && one.executor === item.executor)
          ?.executed(item);
        break;
      case 'finish':
        break;
      case 'latency':
        this.#services.latency.record(item.ms, item.records);
        break;
      case 'verdict': {
        const tree = this.#trees.get(item.tree);
        if (tree) this.#services.report(tree, unpackVerdict(item, this.#services.now()));
        break;
      }
    }
  }

  #keep(tree: RootTree | undefined): void {
    if (!tree) return;
    this.#trees.set(tree.key, tree);
    if (this.#trees.size < this.#treesBeforeSweep) return;
    for (const [key, kept] of this.#trees) if (kept.handle < 0 && kept.pending === 0) this.#trees.delete(key);
    this.#treesBeforeSweep = 1024 + 2 * this.#trees.size;
  }

  #faultsNow(): { readonly [component: string]: Fault } {
    const faults: { [component: string]: Fault } = {};
    for (const component of new Set(this.#input.operators.map((one) => one.origin.component ?? one.id))) {
      const fault = this.#faults.of(component);
      if (fault) faults[component] = fault;
    }
    return faults;
  }
}

/** Stands for a tree nobody waits for any more. */
const closedTree: TreeRef = { key: -1 };
