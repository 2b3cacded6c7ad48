/** Time that passes only while nothing is to be done: what is planned for later comes at once, in order. */
export function createVirtualClock(startMs: number): {
  now(): number;
  schedule(delayMs: number, action: () => void): () => void;
  stop(): void;
} {
  interface Planned {
    readonly dueMs: number;
    readonly action: () => void;
  }
  let nowMs = startMs;
  let planned: Planned[] = [];
  let isStopped = false;

  function turn(): void {
    if (isStopped) return;
    const next = planned.shift();
    if (next) {
      nowMs = Math.max(nowMs, next.dueMs);
      next.action();
    }
    setImmediate(turn);
  }
  setImmediate(turn);

  return {
    now: () => nowMs,
    schedule(delayMs, action) {
      const one = { dueMs: nowMs + delayMs, action };
      let at = planned.length;
      while (at > 0 && (planned[at - 1] as Planned).dueMs > one.dueMs) at--;
      planned.splice(at, 0, one);
      return () => {
        planned = planned.filter((other) => other !== one);
      };
    },
    stop: () => {
      isStopped = true;
    },
  };
}
