/**
 * The run a page looks at: its state, numbers, log, views and batches, and what a person may do to it.
 * Samples arrive at 10 Hz and go to `onTick` listeners at once; React sees them through `tick`, at most 4 a second.
 * Once a run has ended, `tick` is its last sample exactly.
 */
import type {
  BatchRow,
  FaultRequest,
  LogLine,
  ReplayCommand,
  RunInfo,
  RunSchema,
  RunSnapshot,
  RunTick,
  ViewTable,
} from '@sluice/protocol';
import { create } from 'zustand';
import { api } from '../api/client.ts';
import { type Connection, currentConnection, joinRun, onConnection, socket } from '../api/socket.ts';
import { type SeriesScope, TickRing } from './tick-ring.ts';

/** Calls back with each sample the moment it arrives, outside React. */
export type TickListener = (tick: RunTick) => void;

export interface RunStore {
  readonly connection: Connection;
  /** The flow this page shows; its newest run is joined. */
  readonly flow: string | undefined;
  readonly info: RunInfo | undefined;
  readonly schema: RunSchema | undefined;
  /** The newest sample, passed on at most 4 times a second. */
  readonly tick: RunTick | undefined;
  /** Samples that arrived in the last second. */
  readonly updateRate: number;
  readonly log: readonly LogLine[];
  /** Lines the server left out because they came too fast. */
  readonly droppedLines: number;
  readonly views: readonly ViewTable[];
  readonly batches: readonly BatchRow[];
  /** Faults set from this page, by component. */
  readonly faults: { readonly [component: string]: Omit<FaultRequest, 'component'> };
  /** Set while the server has not answered yet. */
  readonly pending: 'start' | 'stop' | undefined;
  /** Set when a run could not be joined; one sentence. */
  readonly refusal: string | undefined;

  /** Shows the newest run of a flow, now and when another one starts. Returns the way to stop. */
  attach(flow: string): () => void;
  join(run: string): void;
  leave(): void;
  start(flow: string): Promise<void>;
  /** Stops the run; what is in flight may arrive for `graceMs`, else for the server's usual 5 s. */
  stop(graceMs?: number): Promise<void>;
  kill(): Promise<void>;
  /** Kills a worker thread of a topology (1, 2, ...); it starts again. */
  killWorker(worker: number): Promise<void>;
  replay(command: ReplayCommand): Promise<void>;
  fault(request: FaultRequest): Promise<void>;
  configure(component: string, field: string, value: unknown): Promise<void>;
  clearLog(): void;
}

const paintMs = 250;
const logLimit = 2000;
const batchLimit = 2000;

/** Seconds of samples kept at full rate; enough for a rate over 1 s with ticks missing. */
const ring = new TickRing(64);
const listeners = new Set<TickListener>();

let newest: RunTick | undefined;
/** A painting is on its way; without it `paint` only lets the update rate fall. */
let isPainting = false;
let paint: ReturnType<typeof setTimeout> | undefined;
let leaveRoom: (() => void) | undefined;
let arrivals: number[] = [];

/** Has nothing more to come. */
export function hasEnded(info: RunInfo | undefined): boolean {
  return info?.status === 'done' || info?.status === 'stopped' || info?.status === 'failed';
}

const nothing = {
  info: undefined,
  schema: undefined,
  tick: undefined,
  updateRate: 0,
  log: [],
  droppedLines: 0,
  views: [],
  batches: [],
  faults: {},
  refusal: undefined,
} satisfies Partial<RunStore>;

export const useRunStore = create<RunStore>((set, read) => {
  const current = (): string => {
    const run = read().info?.id;
    if (run === undefined) throw new Error('Nothing runs here. Start a run first.');
    return run;
  };

  return {
    connection: currentConnection(),
    flow: undefined,
    pending: undefined,
    ...nothing,

    attach(flow) {
      listen();
      if (read().flow !== flow) {
        read().leave();
        set({ flow });
      }
      const find = (): void => {
        api.runs.list().then(
          (runs) => {
            if (read().flow !== flow) return;
            const mine = runs.filter((run) => run.flow === flow);
            const last = mine.reduce<RunInfo | undefined>(
              (best, run) => (best === undefined || run.startedMs >= best.startedMs ? run : best),
              undefined,
            );
            if (last !== undefined && last.id !== read().info?.id) read().join(last.id);
          },
          // The connection banner says it; the next change or reconnect asks again.
          () => undefined,
        );
      };
      find();
      const to = socket();
      to.on('flows:changed', find);
      to.on('connect', find);
      return () => {
        to.off('flows:changed', find);
        to.off('connect', find);
        if (read().flow === flow) {
          read().leave();
          set({ flow: undefined });
        }
      };
    },

    join(run) {
      listen();
      leaveRoom?.();
      forget();
      set(nothing);
      leaveRoom = joinRun(
        run,
        (snapshot) => takeSnapshot(run, snapshot),
        (refusal) => set(whenRefused(read().info, { run, refusal, lastMs: newest?.timeMs ?? Date.now() })),
      );
    },

    leave() {
      leaveRoom?.();
      leaveRoom = undefined;
      forget();
      set(nothing);
    },

    async start(flow) {
      set({ pending: 'start' });
      try {
        const info = await api.runs.start(flow);
        if (read().flow === undefined || read().flow === flow) {
          read().join(info.id);
          set({ info });
        }
      } finally {
        set({ pending: undefined });
      }
    },

    async stop(graceMs) {
      set({ pending: 'stop' });
      try {
        await api.runs.stop(current(), graceMs);
      } finally {
        set({ pending: undefined });
      }
    },

    kill: async () => api.runs.kill(current()),
    killWorker: async (worker) => api.runs.killWorker(current(), worker),
    replay: async (command) => api.runs.replay(current(), command),
    async fault(request) {
      const { component, ...rest } = request;
      const merged = { ...read().faults[component], ...rest };
      // The engine replaces a fault as a whole, so the parts that stay are sent again.
      await api.runs.fault(current(), { component, ...merged });
      set(({ faults }) => ({ faults: { ...faults, [component]: merged } }));
    },
    configure: async (component, field, value) => api.runs.configure(current(), { component, field, value }),
    clearLog: () => set({ log: [], droppedLines: 0 }),
  };
});

/** What is known of a run the server does not know: a page that followed it keeps its numbers, as those of a run that is over. */
export function whenRefused(
  info: RunInfo | undefined,
  { run, refusal, lastMs }: { readonly run: string; readonly refusal: string; readonly lastMs: number },
): Pick<RunStore, 'refusal'> & Partial<Pick<RunStore, 'info'>> {
  if (info?.id !== run) return { refusal: `${refusal} The server keeps the last 20 runs.` };
  if (hasEnded(info)) return { refusal: undefined };
  return {
    info: { ...info, status: 'stopped', endedMs: lastMs },
    refusal: 'The server was started anew, and this run ended with the old one. Its last numbers stand here.',
  };
}

function forget(): void {
  ring.clear();
  newest = undefined;
  arrivals = [];
  clearTimeout(paint);
  paint = undefined;
  isPainting = false;
}

/** Joins lines by sequence: a snapshot after a reconnect brings lines the page has already. */
export function mergeLog(old: readonly LogLine[], added: readonly LogLine[]): readonly LogLine[] {
  const last = old.at(-1)?.sequence ?? -1;
  const fresh = added.filter((line) => line.sequence > last);
  return fresh.length === 0 ? old : [...old, ...fresh].slice(-logLimit);
}

/** Joins batches by system and batch time; a row that comes again replaces the older one. */
export function mergeBatches(old: readonly BatchRow[], added: readonly BatchRow[]): readonly BatchRow[] {
  const keyed = new Map(old.map((row) => [`${row.system}\u0000${row.batchTimeMs}`, row]));
  for (const row of added) keyed.set(`${row.system}\u0000${row.batchTimeMs}`, row);
  return [...keyed.values()].sort((a, b) => a.batchTimeMs - b.batchTimeMs).slice(-batchLimit);
}

/** Replaces views by component and keeps the order they came in first. */
export function mergeViews(old: readonly ViewTable[], added: readonly ViewTable[]): readonly ViewTable[] {
  const fresh = new Map(added.map((view) => [view.component, view]));
  const kept = old.map((view) => fresh.get(view.component) ?? view);
  return [...kept, ...added.filter((view) => !old.some((shown) => shown.component === view.component))];
}

function takeSnapshot(run: string, snapshot: RunSnapshot): void {
  if (snapshot.info.id !== run) return;
  if (snapshot.schema !== undefined) ring.setSchema(snapshot.schema);
  useRunStore.setState((state) => ({
    info: snapshot.info,
    schema: ring.schema ?? state.schema,
    log: mergeLog(state.log, snapshot.log),
    views: mergeViews(state.views, snapshot.views),
    batches: mergeBatches(state.batches, snapshot.batches),
    refusal: undefined,
  }));
  // A page that comes late gets numbers at once, and the last ones of a run that is over.
  void readLast(run);
}

/** Fetches the last sample kept by the server: ticks may be dropped on the way, the last one must not be. */
async function readLast(run: string): Promise<void> {
  try {
    const history = await api.runs.metrics(run, 1);
    const state = useRunStore.getState();
    if (state.info?.id !== run) return;
    if (!ring.setSchema(history.schema)) return;
    if (state.schema?.revision !== history.schema.revision) useRunStore.setState({ schema: history.schema });
    const last = history.ticks.at(-1);
    if (last === undefined) return;
    takeTick({
      run,
      revision: history.schema.revision,
      timeMs: last.timeMs,
      values: last.values,
      replays: newest?.replays ?? state.info.replays,
    });
    flush();
  } catch {
    // Numbers come with the next tick; a run that has ended shows what arrived.
  }
}

function takeTick(tick: RunTick): void {
  if (!ring.push(tick)) return;
  newest = tick;
  arrivals.push(performance.now());
  for (const listener of listeners) listener(tick);
  if (isPainting) return;
  isPainting = true;
  clearTimeout(paint);
  paint = setTimeout(flush, paintMs);
}

/** Hands the newest sample to React. */
function flush(): void {
  clearTimeout(paint);
  paint = undefined;
  isPainting = false;
  const now = performance.now();
  arrivals = arrivals.filter((at) => now - at <= 1000);
  useRunStore.setState({ tick: newest, updateRate: arrivals.length });
  // When no more samples come the rate falls to nothing by itself.
  if (arrivals.length > 0) paint = setTimeout(flush, 1000);
}

let isListening = false;

/** Wires the socket to the store, once, on first use. */
function listen(): void {
  if (isListening) return;
  isListening = true;
  const to = socket();
  const isMine = (run: string): boolean => useRunStore.getState().info?.id === run;
  onConnection((connection) =>
    useRunStore.setState({ connection, ...(connection === 'connected' ? {} : { updateRate: 0 }) }),
  );
  to.on('run:state', (info) => {
    if (!isMine(info.id)) return;
    const before = useRunStore.getState().info;
    // A new engine process knows nothing of the faults of the one that died.
    const isNew = info.restarts !== before?.restarts;
    useRunStore.setState(isNew ? { info, faults: {} } : { info });
    if (hasEnded(info) && !hasEnded(before)) void readLast(info.id);
  });
  to.on('run:schema', (schema) => {
    if (!isMine(schema.run)) return;
    if (ring.setSchema(schema)) useRunStore.setState({ schema });
  });
  to.on('run:tick', (tick) => {
    if (isMine(tick.run)) takeTick(tick);
  });
  to.on('run:log', ({ run, lines, dropped }) => {
    if (!isMine(run)) return;
    useRunStore.setState((state) => ({
      log: mergeLog(state.log, lines),
      droppedLines: state.droppedLines + dropped,
    }));
  });
  to.on('run:views', ({ run, views }) => {
    if (isMine(run)) useRunStore.setState((state) => ({ views: mergeViews(state.views, views) }));
  });
  to.on('run:batches', ({ run, batches }) => {
    if (isMine(run)) useRunStore.setState((state) => ({ batches: mergeBatches(state.batches, batches) }));
  });
}

/** Opens the connection; the app calls it once. */
export function connect(): void {
  listen();
}

/** Calls `listener` with every sample, 10 a second, outside React. Returns the way to stop. */
export function onTick(listener: TickListener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The samples of the last seconds, for code that draws outside React. */
export function tickRing(): Pick<
  TickRing,
  'index' | 'last' | 'rateAt' | 'rate' | 'value' | 'samples' | 'schema'
> {
  return ring;
}

/** The newest value of a series, or undefined when the run does not measure it; renders again when the painted sample changes it. */
export function useSeriesValue(scope: SeriesScope, ref: string, name: string): number | undefined {
  return useRunStore((state) => (state.tick === undefined ? undefined : ring.value(scope, ref, name)));
}
