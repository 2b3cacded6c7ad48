import type { CreateRun, Run, RunEvent, RunHost } from '@sluice/runtime';
import { createLineBatch } from './line-batch.ts';
import type {
  ComponentState,
  EngineLetter,
  EngineOrder,
  EngineSample,
  FromEngine,
  ToEngine,
} from './messages.ts';
import { applyReplayCommand, replayStates } from './replay-command.ts';

const tickMs = 100;
const viewMs = 200;
const viewRows = 100;
/** Batch reports kept between two messages. */
const mostBatches = 1000;
/** Dead letters kept between two messages; all of them are counted. */
const mostLetters = 100;

/** What the engine process is built from; tests hand in a fake runtime. */
export interface EngineParts {
  readonly createRun: CreateRun;
  createHost(order: EngineOrder, emit: (event: RunEvent) => void): RunHost;
  /** Resolves when the message has left the process, so that a slow reader is not buried. */
  send(message: FromEngine): Promise<void>;
  exit(code: number): void;
}

/**
 * Drives one run and reports it: samples at 10 Hz, views at 5 Hz, lines and batches with the samples. A report is
 * skipped while the one before is still on its way; final counts never are.
 */
export function createEngine(parts: EngineParts): { receive(message: ToEngine): void; abandon(): void } {
  const lines = createLineBatch();
  let states: { [component: string]: ComponentState } = {};
  let batches: Extract<FromEngine, { kind: 'batches' }>['reports'][number][] = [];
  let letters: EngineLetter[] = [];
  let run: Run | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isSending = false;
  /** It is coming to its end; while it drains, its numbers still go out. */
  let isOver = false;
  let isClosed = false;
  let viewsAtMs = 0;
  let lastViews = '';
  let toldSeries = 0;

  return {
    receive(message) {
      switch (message.kind) {
        case 'start':
          start(message.order).catch(fail);
          break;
        case 'stop':
          finish('stopped', message.graceMs).catch(fail);
          break;
        case 'replay':
          if (run) applyReplayCommand(run.replays(), message.command);
          break;
        case 'fault':
          run?.setFault(message.component, message.fault);
          break;
        case 'kill-worker':
          run?.killWorker(message.worker);
          break;
        case 'configure':
          run?.configure(message.component, message.field, message.value);
          break;
      }
    },
    /** Nobody listens any more: close what is open and go. */
    abandon() {
      setTimeout(() => parts.exit(1), 3000).unref();
      if (run && !isOver) {
        isOver = true;
        run.stop(1000).then(
          () => parts.exit(0),
          () => parts.exit(1),
        );
      } else parts.exit(0);
    },
  };

  async function start(order: EngineOrder): Promise<void> {
    let isDone = false;
    let isStarted = false;
    const host = parts.createHost(order, (event) => {
      if (event.kind !== 'done') collect(event);
      else if (isStarted) finish('done', 0).catch(fail);
      else isDone = true;
    });
    run = parts.createRun(order.program, host);
    await Promise.all(takeSeries(run).map((message) => parts.send(message)));
    timer = setInterval(report, tickMs);
    await run.start();
    isStarted = true;
    await parts.send({ kind: 'started' });
    if (isDone) await finish('done', 0);
  }

  function collect(event: Exclude<RunEvent, { kind: 'done' }>): void {
    switch (event.kind) {
      case 'log':
        lines.add({
          timeMs: event.timeMs,
          level: event.level,
          message: event.message,
          ...(event.component === undefined ? {} : { component: event.component }),
        });
        break;
      case 'print':
        lines.add({ timeMs: event.timeMs, level: 'print', component: event.component, message: event.text });
        break;
      case 'batch':
        batches.push(event.report);
        // Nobody has read for a while: the page keeps no more either.
        if (batches.length > mostBatches) batches.shift();
        break;
      case 'dead-letter':
        if (letters.length < mostLetters) {
          letters.push({ ...event.letter, timeMs: event.timeMs, component: event.component });
        }
        break;
      case 'component-state':
        states[event.component] = {
          state: event.state,
          ...(event.message === undefined ? {} : { message: event.message }),
        };
        break;
    }
  }

  function report(): void {
    if (!run || isClosed || isSending) return;
    isSending = true;
    const sample = takeSample(run);
    const sent: FromEngine[] = [...takeSeries(run), ...takeEvents(), { kind: 'tick', ...sample }];
    if (sample.timeMs - viewsAtMs >= viewMs) {
      viewsAtMs = sample.timeMs;
      const views = run.views(viewRows);
      const text = JSON.stringify(views);
      if (text !== lastViews) {
        lastViews = text;
        sent.push({ kind: 'views', views });
      }
    }
    Promise.all(sent.map((message) => parts.send(message))).then(
      () => {
        isSending = false;
      },
      () => undefined,
    );
  }

  /** The list of series when it has grown: a task may name a counter late. */
  function takeSeries({ series }: Run): FromEngine[] {
    if (series.length === toldSeries) return [];
    toldSeries = series.length;
    return [{ kind: 'series', series: [...series] }];
  }

  function takeEvents(): FromEngine[] {
    const messages: FromEngine[] = [];
    if (Object.keys(states).length > 0) messages.push({ kind: 'components', states });
    if (batches.length > 0) messages.push({ kind: 'batches', reports: batches });
    if (letters.length > 0) messages.push({ kind: 'dead-letters', letters });
    const taken = lines.take();
    if (taken) messages.push({ kind: 'lines', ...taken });
    states = {};
    batches = [];
    letters = [];
    return messages;
  }

  async function finish(outcome: 'done' | 'stopped', graceMs: number): Promise<void> {
    if (isOver) {
      // A second stop while the first one drains: it may only be shorter.
      await run?.stop(graceMs);
      return;
    }
    isOver = true;
    if (run) {
      await run.stop(graceMs);
      isClosed = true;
      clearInterval(timer);
      const last: FromEngine = { kind: 'final', outcome, ...takeSample(run), views: run.views(viewRows) };
      const messages = [...takeSeries(run), ...takeEvents(), last];
      await Promise.all(messages.map((message) => parts.send(message)));
    }
    parts.exit(0);
  }

  function fail(error: unknown): void {
    const code = (error as { code?: unknown }).code;
    const message = error instanceof Error ? error.message : String(error);
    isOver = true;
    isClosed = true;
    clearInterval(timer);
    Promise.all([
      ...takeEvents().map((event) => parts.send(event)),
      parts.send({ kind: 'failed', code: typeof code === 'string' ? code : 'RUN_FAILED', message }),
    ]).then(
      () => parts.exit(3),
      () => parts.exit(3),
    );
  }
}

function takeSample(run: Run): EngineSample {
  return { ...run.sample(), replays: replayStates(run.replays()) };
}
