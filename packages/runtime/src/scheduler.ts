/**
 * Shares the one thread of a run between its tasks. A task is a `step` that does one batch of work and says whether
 * there is more; it is called again in turn with the others. After a slice of a few milliseconds the event loop gets
 * its turn, so that sockets, pause, stop and sampling stay alive at full speed.
 */
export interface Scheduler {
  /** Registers a task; it does not run before it is woken. */
  task(step: () => boolean): Task;
  /** Forgets everything that waits. */
  close(): void;
}

export interface Task {
  /** Has the step called soon. Waking twice is waking once. */
  wake(): void;
  /** Has the step called when nothing else is ready, at the latest after the linger: batches get a chance to grow. */
  wakeLazily(): void;
  /** Has the step called after a delay, unless woken before. */
  wakeAfter(delayMs: number): void;
  close(): void;
}

export interface SchedulerClock {
  now(): number;
  schedule(delayMs: number, action: () => void): () => void;
}

/** Longest time without a turn of the event loop. */
const sliceMs = 8;
/** Steps between two looks at the clock. */
const stepsPerLook = 8;
/** Steps in one slice at most: a virtual clock does not move while steps run. */
const stepsPerSlice = 512;
/** How long a lazily woken task may be passed over. */
const lingerMs = 1;

interface State {
  readonly step: () => boolean;
  /** 0 asleep, 1 lazy, 2 ready, 3 closed. */
  urgency: 0 | 1 | 2 | 3;
  lazySince: number;
  cancelTimer: (() => void) | undefined;
}

/** Makes a scheduler; an exception of a step is handed to `onError` and puts the task to sleep. */
export function createScheduler(clock: SchedulerClock, onError: (error: unknown) => void): Scheduler {
  let ready: State[] = [];
  let lazy: State[] = [];
  let isPlanned = false;
  let isClosed = false;

  function plan(): void {
    if (isPlanned || isClosed) return;
    isPlanned = true;
    clock.schedule(0, slice);
  }

  function run(state: State): void {
    if (state.urgency === 3) return;
    state.urgency = 0;
    let hasMore = false;
    try {
      hasMore = state.step();
    } catch (error) {
      onError(error);
    }
    if (hasMore) wake(state);
  }

  function wake(state: State): void {
    if (state.urgency >= 2) return;
    state.urgency = 2;
    state.cancelTimer?.();
    state.cancelTimer = undefined;
    ready.push(state);
    plan();
  }

  function promoteLazy(nowMs: number, isIdle: boolean): void {
    if (lazy.length === 0) return;
    const waiting = lazy;
    lazy = [];
    for (const state of waiting) {
      if (state.urgency !== 1) continue;
      if (isIdle || nowMs - state.lazySince >= lingerMs) wake(state);
      else lazy.push(state);
    }
  }

  function slice(): void {
    isPlanned = false;
    if (isClosed) return;
    const startMs = clock.now();
    let nowMs = startMs;
    for (let steps = 0; steps < stepsPerSlice && nowMs - startMs < sliceMs; ) {
      if (ready.length === 0) promoteLazy(nowMs, true);
      if (ready.length === 0) break;
      const round = ready;
      ready = [];
      for (const state of round) {
        run(state);
        if (++steps % stepsPerLook === 0) nowMs = clock.now();
      }
      promoteLazy(nowMs, false);
    }
    if (ready.length > 0 || lazy.length > 0) plan();
  }

  return {
    task(step) {
      const state: State = { step, urgency: 0, lazySince: 0, cancelTimer: undefined };
      return {
        wake: () => wake(state),
        wakeLazily() {
          if (state.urgency !== 0) return;
          state.urgency = 1;
          state.lazySince = clock.now();
          lazy.push(state);
          plan();
        },
        wakeAfter(delayMs) {
          if (state.urgency >= 2) return;
          state.cancelTimer?.();
          state.cancelTimer = clock.schedule(delayMs, () => {
            state.cancelTimer = undefined;
            wake(state);
          });
        },
        close() {
          state.cancelTimer?.();
          state.cancelTimer = undefined;
          state.urgency = 3;
        },
      };
    },
    close() {
      isClosed = true;
      ready = [];
      lazy = [];
    },
  };
}
