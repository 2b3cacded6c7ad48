import type { Operator, Stream, TupleTreeStage } from '@sluice/ir';
import { createKernels, type Kernels } from '@sluice/kernels';
import { messageOf } from '../../../errors.ts';
import { WordLinks, WordMirrors } from '../../../keyed/word-links.ts';
import { MeterTable } from '../../../metrics/meter-table.ts';
import { transformFactory } from '../../../operators/transform-factory.ts';
import type { Fault, RunHost } from '../../../run-contract.ts';
import { createScheduler } from '../../../scheduler.ts';
import { kernelSlabs } from '../../../slab.ts';
import { createContexts } from '../../../task-context.ts';
import { buildTopology, receiveQueueOf, type Topology } from '../build-topology.ts';
import { FaultSource } from '../fault-source.ts';
import { TopologyLoop } from '../topology-loop.ts';
import { XorLedger } from '../xor-ledger.ts';
import { threadOf } from './placement.ts';
import { RemoteReceiver } from './remote-receiver.ts';
import {
  type FromThread,
  type MailItem,
  Outbox,
  packVerdict,
  roomOf,
  type ToThread,
  transfersOf,
  unpackDelivery,
} from './thread-mail.ts';

/** How often gauges are set: samples are taken at 10 Hz. */
const gaugeMs = 100;

/** What a worker thread is told at its start. */
export interface ThreadOrder {
  readonly stage: TupleTreeStage;
  readonly operators: readonly Operator[];
  readonly streams: readonly Stream[];
  readonly seed: number;
  readonly thread: number;
  readonly threads: number;
  readonly faults: { readonly [component: string]: Fault };
  /** How often each thread has died. */
  readonly deaths: readonly number[];
}

/** What a worker thread is handed. */
export interface ThreadPort {
  now(): number;
  schedule(delayMs: number, action: () => void): () => void;
  post(message: FromThread, transfer: readonly ArrayBuffer[]): void;
  readonly kernels?: Kernels;
}

/** Runs the executors of a topology that are placed on a worker thread. Returns what takes its messages. */
export function runTopologyThread(order: ThreadOrder, port: ThreadPort): (message: ToThread) => void {
  return new TopologyThread(order, port).receive;
}

class TopologyThread {
  readonly #port: ThreadPort;
  readonly #meters = new MeterTable({ isShared: true });
  readonly #outbox: Outbox;
  readonly #loop: TopologyLoop;
  readonly #topology: Topology;
  readonly #receivers: RemoteReceiver[] = [];
  readonly #words = new WordLinks();
  readonly #mirrors: WordMirrors;
  readonly #faults = new Map<string, Fault>();
  readonly #isTracking: boolean;
  #received = 0;
  #sent = 0;
  #turns = 0;
  #told = '';
  #toldSeries = 0;

  constructor(order: ThreadOrder, port: ThreadPort) {
    this.#port = port;
    const { stage, operators, streams, thread, threads } = order;
    this.#setFaults(order.faults);
    this.#isTracking = stage.ackers > 0;
    this.#outbox = new Outbox((to, items) => {
      this.#sent += 1;
      port.post({ kind: 'mail', to, items }, transfersOf(items));
    });
    const complain = (component: string, error: unknown): void =>
      port.post({ kind: 'complaint', component, message: messageOf(error) }, []);
    const scheduler = createScheduler(port, (error) => complain('', error));
    const kernels = port.kernels ?? createKernels();
    this.#mirrors = new WordMirrors(kernels);
    const host = hostOf(order, port);
    const program = { name: stage.id, version: 1, stages: [stage], operators, streams } as const;
    this.#loop = new TopologyLoop({
      scheduler,
      now: port.now,
      schedule: port.schedule,
      complain,
      afterStep: (isIdle) => this.#afterStep(isIdle),
    });
    this.#topology = buildTopology(
      {
        stage,
        operators,
        streams,
        host,
        meters: this.#meters,
        kernels,
        scheduler,
        createTransform: transformFactory(program, { now: port.now, kernels, meters: this.#meters }),
        contextOf: createContexts(host, this.#meters, kernels, kernelSlabs(kernels)).contextOf,
        faultOf: (component) => this.#faults.get(component),
        bufferOf: () => undefined,
      },
      {
        ledger: new XorLedger(1),
        report: (tree, outcome) => this.#outbox.add(0, packVerdict(tree, outcome)),
        faults: new FaultSource({ ...stage, faults: {} }, (component) => this.#faults.get(component)),
        latency: {
          record: (ms, records) => this.#outbox.add(0, { kind: 'latency', ms, records }),
          comesEvery: () => undefined,
        },
        isTracking: this.#isTracking,
        rotation: () => 0,
        now: port.now,
        schedule: (delayMs, action) => this.#loop.schedule(delayMs, action),
        wake: () => this.#loop.wake(),
        complain,
      },
      {
        own: thread,
        threadOf: (component, executor) => threadOf(component, executor, threads),
        receiver: (component, executor) => {
          const receiver = new RemoteReceiver({
            own: thread,
            thread: threadOf(component, executor, threads),
            component: component.index,
            executor,
            capacity: receiveQueueOf(stage),
            outbox: this.#outbox,
            words: this.#words,
            epoch: order.deaths[threadOf(component, executor, threads)] ?? 0,
          });
          this.#receivers.push(receiver);
          return receiver;
        },
      },
    );
    this.#tellMeters();
    void this.#loop.open(this.#topology);
    this.#loop.every(gaugeMs, () => this.#setGauges());
    this.#report();
  }

  readonly receive = (message: ToThread): void => {
    if (message.kind === 'faults') {
      this.#setFaults(message.faults);
      return;
    }
    if (message.kind === 'peer') {
      this.#hear(message.thread, message.isUp);
      return;
    }
    this.#received += 1;
    for (const item of message.items) this.#take(item);
    this.#loop.wake();
  };

  #take(item: MailItem): void {
    switch (item.kind) {
      case 'delivery': {
        const tree = item.tree === undefined ? undefined : { key: item.tree };
        const room = roomOf(item);
        this.#topology
          .boltAt(item.component, item.executor)
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
        this.#topology.finish(item.component);
        break;
      case 'verdict':
      case 'latency':
        break;
    }
  }

  /** What waited at a thread that died is lost; while it is away nothing is sent there. */
  #hear(thread: number, isUp: boolean): void {
    this.#outbox.drop(thread);
    this.#words.forget(thread);
    this.#mirrors.forget(thread);
    for (const receiver of this.#receivers) {
      if (receiver.thread !== thread) continue;
      if (isUp) receiver.returned();
      else {
        const lost = receiver.lose();
        if (!this.#isTracking) this.#topology.metersOfBolt[receiver.component]?.lost.add(lost);
      }
    }
    this.#loop.wake();
  }

  #setFaults(faults: { readonly [component: string]: Fault }): void {
    this.#faults.clear();
    for (const [component, fault] of Object.entries(faults)) this.#faults.set(component, fault);
  }

  #afterStep(isIdle: boolean): void {
    this.#turns += 1;
    if (!isIdle && this.#turns % 8 !== 0) return;
    this.#report();
  }

  /** Mail leaves, and the thread of the run hears how things stand when that is news. */
  #report(): void {
    this.#outbox.flush();
    const isSettled = this.#topology.bolts.every((bolt) => bolt.isSettled);
    const status = { kind: 'status', isSettled, received: this.#received, sent: this.#sent } as const;
    const text = isSettled ? `${status.received} ${status.sent}` : '';
    if (text !== this.#told) {
      if (isSettled) this.#setGauges();
      this.#port.post(status, []);
    }
    this.#told = text;
    if (this.#meters.series.length !== this.#toldSeries) this.#tellMeters();
  }

  #setGauges(): void {
    const nowMs = this.#port.now();
    for (const { meters, executors } of this.#topology.boltMeters) {
      if (executors.length === 0) continue;
      meters.report(
        nowMs,
        executors.some((one) => one.isBlocked),
      );
      meters.reportBolt(nowMs);
    }
    for (const connection of this.#topology.connections) connection.report();
  }

  #tellMeters(): void {
    this.#toldSeries = this.#meters.series.length;
    this.#port.post({ kind: 'meters', series: [...this.#meters.series], values: this.#meters.storage }, []);
  }
}

/** The host of bolts that touch nothing. */
function hostOf(order: ThreadOrder, port: ThreadPort): RunHost {
  const refuse = (): never => {
    throw new Error('Only the thread of the run reaches the world');
  };
  return {
    implementations: {},
    now: port.now,
    schedule: port.schedule,
    seed: order.seed,
    files: { resolve: refuse },
    capabilities: { exec: false, isPortAllowed: () => false },
    openDataset: refuse,
    loadState: () => undefined,
    saveState: () => undefined,
    emit: () => undefined,
  };
}
