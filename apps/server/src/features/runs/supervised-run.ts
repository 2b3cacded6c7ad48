import type {
  BatchRow,
  DeadLetters,
  LogLine,
  ReplayCommand,
  RunInfo,
  RunSchema,
  RunSnapshot,
  RunStatus,
  RunTick,
  ViewTable,
} from '@sluice/protocol';
import type { EngineProcess, StartEngine } from '../../engine/engine-process.ts';
import type { EngineOrder, EngineSample, FromEngine, ToEngine } from '../../engine/messages.ts';
import { createHistory } from './history.ts';
import { createLetterRing } from './letter-ring.ts';
import { createLogRing } from './log-ring.ts';
import { createRestartPolicy } from './restart-policy.ts';
import { createSeriesTable, type SeriesTable } from './series-table.ts';

const keptBatches = 1000;
const silenceMs = 5000;
/** A stop that may take longer than this says so. */
const quietGraceMs = 5000;

/** What a run tells the pages that joined it. */
export interface RunListener {
  onState(info: RunInfo): void;
  onSchema(schema: RunSchema): void;
  /** `isLast` ticks must arrive; the others may be skipped. */
  onTick(tick: RunTick, isLast: boolean): void;
  onLog(lines: readonly LogLine[], dropped: number): void;
  onViews(views: readonly ViewTable[]): void;
  onBatches(batches: readonly BatchRow[]): void;
}

export interface RunSettings {
  readonly id: string;
  readonly flow: string;
  readonly revision: number;
  readonly order: EngineOrder;
  readonly startEngine: StartEngine;
  readonly listener: RunListener;
  readonly now: () => number;
}

/** A run and the process it lives in, which is started again when it dies. */
export interface SupervisedRun {
  info(): RunInfo;
  snapshot(): RunSnapshot;
  deadLetters(): DeadLetters;
  readonly table: SeriesTable;
  readonly history: ReturnType<typeof createHistory>;
  /**
   * Lets what is in flight arrive for `graceMs`, then kills. A second stop may only shorten that. Resolves when the
   * process is gone.
   */
  stop(graceMs: number): Promise<void>;
  /** Kills the engine process, as a crash would. Returns whether there was one. */
  kill(): boolean;
  send(message: ToEngine): void;
  readonly pid: () => number | undefined;
}

/** Starts a run and keeps it alive. */
export function superviseRun(settings: RunSettings): SupervisedRun {
  const { id, listener, now } = settings;
  const table = createSeriesTable(id);
  const history = createHistory();
  const log = createLogRing();
  const letters = createLetterRing();
  const policy = createRestartPolicy(now);
  let views: readonly ViewTable[] = [];
  let batches: BatchRow[] = [];
  let dropped = 0;
  let engine: EngineProcess | undefined;
  let restartTimer: NodeJS.Timeout | undefined;
  let killTimer: NodeJS.Timeout | undefined;
  let stopByMs = Number.POSITIVE_INFINITY;
  let wasKilledOnPurpose = false;
  let outcome: 'done' | 'stopped' | 'failed' | undefined;
  let lastHeardMs = now();
  let isSilent = false;
  const ended: (() => void)[] = [];
  /** What a person changed while it ran, by what it is about: a new process is told again. */
  const changes = new Map<string, ToEngine>();

  let info: RunInfo = {
    id,
    flow: settings.flow,
    revision: settings.revision,
    status: 'starting',
    startedMs: now(),
    restarts: 0,
    lost: 0,
    duplicated: 0,
    replays: [],
    componentStates: {},
  };

  const watchdog = setInterval(watchSilence, 1000);
  watchdog.unref();
  launch();

  return {
    info: () => info,
    snapshot,
    deadLetters: letters.all,
    table,
    history,
    stop,
    kill,
    send,
    pid: () => engine?.pid,
  };

  function launch(): void {
    policy.launched();
    lastHeardMs = now();
    const process = settings.startEngine({
      onMessage: (message) => {
        if (engine === process) receive(message);
      },
      onExit: (reason) => {
        if (engine === process) left(reason);
      },
    });
    engine = process;
    process.send({ kind: 'start', order: settings.order });
  }

  function receive(message: FromEngine): void {
    lastHeardMs = now();
    if (isSilent) {
      isSilent = false;
      setStatus(info.status, undefined);
    }
    switch (message.kind) {
      case 'series':
        if (table.adopt(message.series)) listener.onSchema(table.schema());
        if (info.status === 'recovering') tellAgain();
        break;
      case 'started':
        if (info.status === 'recovering') tellAgain();
        policy.started();
        if (info.status === 'starting' || info.status === 'recovering') setStatus('running', undefined);
        break;
      case 'tick':
        tick(message, false);
        break;
      case 'views':
        views = message.views;
        listener.onViews(views);
        break;
      case 'lines':
        dropped += message.dropped;
        listener.onLog(log.add(message.lines), message.dropped);
        break;
      case 'batches':
        batches = [...batches, ...message.reports].slice(-keptBatches);
        listener.onBatches(message.reports);
        break;
      case 'dead-letters':
        letters.add(message.letters);
        break;
      case 'components':
        info = { ...info, componentStates: { ...info.componentStates, ...message.states } };
        listener.onState(info);
        break;
      case 'final':
        outcome = message.outcome;
        views = message.views;
        listener.onViews(views);
        tick(message, true);
        break;
      case 'failed':
        outcome = 'failed';
        info = { ...info, message: message.message };
        break;
    }
  }

  function tick(report: EngineSample, isLast: boolean): void {
    table.update(report);
    const [lost, duplicated] = [table.total('lost'), table.total('duplicated')];
    const isNews = lost !== info.lost || duplicated !== info.duplicated;
    info = { ...info, replays: report.replays, lost, duplicated };
    history.add(report.timeMs, table.values());
    emitTick(report.timeMs, isLast);
    if (isNews) listener.onState(info);
  }

  function emitTick(timeMs: number, isLast: boolean): void {
    const { revision } = table.schema();
    listener.onTick({ run: id, revision, timeMs, values: table.values(), replays: info.replays }, isLast);
  }

  function left(reason: string): void {
    engine = undefined;
    clearTimeout(killTimer);
    const isStopping = info.status === 'stopping';
    if (outcome === undefined && !isStopping) {
      recover(reason);
      return;
    }
    if (outcome === undefined) {
      table.leave();
      note(`${reason} It did not stop in time; what was in flight is lost.`);
    }
    const status: RunStatus = outcome ?? 'stopped';
    finish(status, status === 'failed' ? (info.message ?? reason) : undefined);
  }

  function recover(reason: string): void {
    table.leave();
    emitTick(now(), true);
    const delayMs = policy.died(wasKilledOnPurpose || reason.includes('SIGKILL'));
    wasKilledOnPurpose = false;
    if (delayMs === undefined) {
      finish('failed', `${reason} It failed too often within a minute, so it is not started again.`);
      return;
    }
    info = { ...info, restarts: info.restarts + 1 };
    note(`${reason} Starting it again.`);
    setStatus('recovering', reason);
    restartTimer = setTimeout(launch, delayMs);
  }

  function note(message: string): void {
    listener.onLog(log.add([{ timeMs: now(), level: 'error', message }]), 0);
  }

  function finish(status: RunStatus, message: string | undefined): void {
    clearInterval(watchdog);
    info = { ...info, endedMs: now() };
    setStatus(status, message);
    for (const resolve of ended.splice(0)) resolve();
  }

  function setStatus(status: RunStatus, message: string | undefined): void {
    const { message: _, ...rest } = info;
    info = { ...rest, status, ...(message === undefined ? {} : { message }) };
    listener.onState(info);
  }

  function watchSilence(): void {
    if (!engine || isSilent || now() - lastHeardMs < silenceMs) return;
    isSilent = true;
    setStatus(
      info.status,
      `The engine process has not answered for ${Math.round(silenceMs / 1000)} s; it is busy or stuck.`,
    );
  }

  function snapshot(): RunSnapshot {
    const schema = table.schema();
    return {
      info,
      schema: schema.revision === 0 ? undefined : schema,
      log: log.all(),
      views,
      batches,
    };
  }

  function stop(graceMs: number): Promise<void> {
    if (info.endedMs !== undefined) return Promise.resolve();
    const over = new Promise<void>((resolve) => ended.push(resolve));
    clearTimeout(restartTimer);
    if (!engine) {
      finish('stopped', undefined);
      return over;
    }
    if (now() + graceMs < stopByMs) {
      stopByMs = now() + graceMs;
      const isLong = graceMs > quietGraceMs;
      setStatus('stopping', isLong ? `Draining, at most ${Math.round(graceMs / 1000)} s` : undefined);
      engine.send({ kind: 'stop', graceMs });
      const process = engine;
      clearTimeout(killTimer);
      killTimer = setTimeout(() => process.kill(), graceMs + 2000);
    }
    return over;
  }

  function kill(): boolean {
    if (!engine) return false;
    wasKilledOnPurpose = true;
    engine.kill();
    return true;
  }

  function send(message: ToEngine): void {
    if (message.kind === 'fault') changes.set(`fault ${message.component}`, message);
    if (message.kind === 'configure') changes.set(`configure ${message.component} ${message.field}`, message);
    engine?.send(message);
  }

  /** Faults, live fields and the state of replays survive the process; positions are in its own durable state. */
  function tellAgain(): void {
    for (const message of changes.values()) engine?.send(message);
    for (const { component, isPaused, rate, isLooping } of info.replays) {
      const command = (command: ReplayCommand): void => engine?.send({ kind: 'replay', command });
      command({ action: 'loop', component, isLooping });
      command({ action: 'rate', component, rate });
      if (isPaused) command({ action: 'pause', component });
    }
  }
}
