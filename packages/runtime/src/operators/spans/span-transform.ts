import type { Span, SpanMeasure } from '@sluice/ir';
import type { Batch } from '../../batch.ts';
import { liveRows } from '../../batch.ts';
import { selectRows } from '../../batch-cut.ts';
import { rowAt } from '../../batch-read.ts';
import { RunError } from '../../errors.ts';
import { compileEvaluator, type LiveEvaluator } from '../../logic/compile-logic.ts';
import type { Emit, Transform, TransformOptions } from '../transform.ts';
import { SessionWindows } from './session-windows.ts';
import type { SpanContents } from './span-contents.ts';
import { type Placed, TimeWindows } from './time-windows.ts';

type EventTime = Extract<SpanMeasure, { kind: 'event-time' }>;
/** Windows of the task, or those of one key. */
interface Windows {
  readonly now: number;
  readonly isHolding: boolean;
  add(time: number, index: number, emit: Emit): Placed;
  advance(now: number, emit: Emit): void;
  finish(emit: Emit): void;
  save(): unknown;
  load(saved: unknown): void;
}

/** What a transform over spans is made with. */
export interface SpanTransformOptions<P> {
  readonly span: Span;
  readonly contents: SpanContents<P>;
  /** Input ports of the operator. */
  readonly inputs: readonly string[];
  readonly options: TransformOptions;
}

/** Fills windows from batches and lets them speak, whatever they are measured by. */
export function createSpanTransform<P>(made: SpanTransformOptions<P>): Transform {
  const { measure, shape } = made.span;
  if (shape.kind === 'session' && measure.kind === 'count') {
    throw new RunError('RUN_SPAN_INVALID', 'A session cannot be measured by count');
  }
  switch (measure.kind) {
    case 'count':
      return overCounts(made, measure.per);
    case 'processing-time':
      return overProcessingTime(made);
    case 'event-time':
      return overEventTime(made, measure);
  }
}

function windowsOf<P>(
  { span, contents }: SpanTransformOptions<P>,
  closed: 'start' | 'end',
  origin = 0,
): Windows {
  const { shape, measure } = span;
  const lateness = measure.kind === 'event-time' ? (measure.latenessMs ?? 0) : 0;
  if (shape.kind === 'session') return new SessionWindows({ gap: shape.gap, lateness }, contents);
  const slide = shape.kind === 'sliding' ? shape.slide : shape.length;
  return new TimeWindows({ length: shape.length, slide, origin, closed, lateness }, contents);
}

/** The axis is the number of the record, from 1. */
function overCounts<P>(made: SpanTransformOptions<P>, per: 'task' | 'key'): Transform {
  const { contents } = made;
  let whole = windowsOf(made, 'end');
  const byKey = new Map<number, { windows: Windows; count: number }>();
  let serial = 0;
  return {
    process(batch, input, emit) {
      const live = liveRows(batch);
      if (live === 0) return;
      contents.begin(batch, input);
      for (let i = 0; i < live; i++) {
        if (per === 'task') {
          whole.add(++serial, i, emit);
          whole.advance(serial, emit);
          continue;
        }
        const key = contents.keyOf(i);
        let own = byKey.get(key);
        if (own === undefined) byKey.set(key, (own = { windows: windowsOf(made, 'end'), count: 0 }));
        own.windows.add(++own.count, i, emit);
        own.windows.advance(own.count, emit);
      }
    },
    snapshot: () => ({
      serial,
      whole: whole.save(),
      byKey: [...byKey].map(([key, own]) => [contents.saveKey(key), own.count, own.windows.save()] as const),
    }),
    restore(state) {
      const saved = state as {
        readonly serial: number;
        readonly whole: unknown;
        readonly byKey: readonly (readonly [unknown, number, unknown])[];
      };
      serial = saved.serial;
      whole = windowsOf(made, 'end');
      whole.load(saved.whole);
      byKey.clear();
      for (const [key, count, windows] of saved.byKey) {
        const own = { windows: windowsOf(made, 'end'), count };
        own.windows.load(windows);
        byKey.set(contents.loadKey(key), own);
      }
    },
  };
}

/**
 * The axis is the run's clock, or batch time under micro-batch: there all records of a batch are of its time, and the
 * batch after the one that closed last is an interval later.
 */
function overProcessingTime<P>(made: SpanTransformOptions<P>): Transform {
  const { contents, options, span } = made;
  const stepMs = options.inputSlideMs;
  const closed = stepMs === undefined ? 'start' : 'end';
  let originMs: number | undefined;
  let windows: Windows | undefined;
  let closedMs: number | undefined;

  function from(atMs: number): Windows {
    if (windows === undefined) {
      originMs ??= atMs;
      windows = windowsOf(made, closed, originMs);
    }
    return windows;
  }

  const transform: Transform = {
    start(atMs) {
      if (originMs === undefined) closedMs = originMs = atMs;
    },
    process(batch, input, emit) {
      const live = liveRows(batch);
      if (live === 0) return;
      const own = from(options.now());
      const time =
        stepMs === undefined ? Math.max(options.now(), own.now) : (closedMs ?? options.now()) + stepMs;
      if (stepMs === undefined) own.advance(time, emit);
      contents.begin(batch, input);
      for (let i = 0; i < live; i++) own.add(time, i, emit);
    },
    snapshot: () => ({ originMs, closedMs, windows: windows?.save() }),
    restore(state) {
      const saved = state as { originMs?: number; closedMs?: number; windows: unknown };
      originMs = saved.originMs;
      closedMs = saved.closedMs;
      windows = undefined;
      if (saved.windows !== undefined) from(originMs ?? 0).load(saved.windows);
    },
  };
  const isHolding = (): boolean => windows?.isHolding === true;
  if (stepMs !== undefined) {
    return {
      ...transform,
      isHolding,
      closeBatch(timeMs, emit) {
        closedMs = timeMs;
        from(timeMs).advance(timeMs, emit);
      },
    };
  }
  const { shape } = span;
  const everyMs =
    shape.kind === 'session' ? shape.gap : shape.kind === 'sliding' ? shape.slide : shape.length;
  return {
    ...transform,
    tickEveryMs: Math.max(1, Math.min(everyMs, 100)),
    tick: (nowMs, emit) => from(nowMs).advance(nowMs, emit),
    isHolding,
  };
}

/** The axis is what records tell; how far it has come, too. */
function overEventTime<P>(made: SpanTransformOptions<P>, measure: EventTime): Transform {
  const { contents, inputs, options, span } = made;
  const schemaOf = (input: string): TransformOptions['input'] => options.inputs?.[input] ?? options.input;
  const { by } = measure;
  const evaluators = new Map<
    string,
    { time: LiveEvaluator; watermark: LiveEvaluator; task: LiveEvaluator | undefined }
  >();
  for (const input of inputs) {
    const compile = (logic: EventTime['time']): LiveEvaluator =>
      compileEvaluator(logic, schemaOf(input), options.now);
    evaluators.set(input, {
      time: compile(measure.time),
      watermark: compile(measure.watermark),
      task: by && compile(by.task),
    });
  }
  const windows = windowsOf(made, span.closed ?? 'start');
  /** Furthest watermark of each input, or of each task behind it. */
  const marks = new Map<string, number>();
  const voices = inputs.length * (by?.tasks ?? 1);
  let dueMs: number | undefined;

  function come(): number {
    if (marks.size < voices) return Number.NEGATIVE_INFINITY;
    return Math.min(...marks.values());
  }

  function process(batch: Batch, input: string, emit: Emit): void {
    const live = liveRows(batch);
    if (live === 0) return;
    const own = evaluators.get(input) ?? evaluators.get(inputs[0] ?? 'in');
    if (own === undefined) return;
    const times = own.time(batch);
    const watermarks = own.watermark(batch);
    const tasks = own.task?.(batch);
    const late: number[] = [];
    contents.begin(batch, input);
    for (let i = 0; i < live; i++) {
      const time = times[i];
      const isLate =
        typeof time !== 'number' ||
        Number.isNaN(time) ||
        (measure.lateBy === 'watermark' && time < windows.now) ||
        windows.add(time, i, emit) === 'late';
      if (isLate) late.push(rowAt(batch, i));
      const mark = watermarks[i];
      const voice = tasks === undefined ? input : `${input} ${String(tasks[i])}`;
      if (typeof mark === 'number' && mark > (marks.get(voice) ?? Number.NEGATIVE_INFINITY)) {
        marks.set(voice, mark);
        if (measure.everyMs === undefined) windows.advance(come(), emit);
      }
    }
    if (late.length === 0) return;
    options.late?.add(late.length);
    if (measure.lateOutput !== undefined) {
      emit(measure.lateOutput, selectRows(batch, Uint32Array.from(late)));
    }
  }

  const transform: Transform = {
    process,
    ...(measure.isEndless === true ? {} : { finish: (emit: Emit) => windows.finish(emit) }),
    snapshot: () => ({ windows: windows.save(), marks: [...marks] }),
    restore(state) {
      const saved = state as { windows: unknown; marks: readonly (readonly [string, number])[] };
      windows.load(saved.windows);
      marks.clear();
      for (const [input, mark] of saved.marks) marks.set(input, mark);
    },
  };
  const { everyMs } = measure;
  if (everyMs === undefined) return transform;
  const look = (nowMs: number, emit: Emit): void => {
    dueMs ??= nowMs;
    if (nowMs < dueMs) return;
    while (dueMs <= nowMs) dueMs += everyMs;
    windows.advance(come(), emit);
  };
  return {
    ...transform,
    start: (atMs) => void (dueMs ??= atMs + everyMs),
    tickEveryMs: everyMs,
    tick: look,
    closeBatch: look,
  };
}
