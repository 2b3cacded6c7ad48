import type { Flow } from '@sluice/flow';
import type { EngineId, RunInfo } from '@sluice/protocol';

const pad = (value: number): string => String(value).padStart(2, '0');

/** A time of day, 24 h: `14:32`, with seconds where runs are concerned: `14:35:46`. */
export function formatTime(ms: number, hasSeconds = false): string {
  const at = new Date(ms);
  const short = `${pad(at.getHours())}:${pad(at.getMinutes())}`;
  return hasSeconds ? `${short}:${pad(at.getSeconds())}` : short;
}

/** When something changed, seen from now: the time today, else the day. */
export function formatWhen(ms: number, nowMs: number): string {
  const [at, now] = [new Date(ms), new Date(nowMs)];
  if (at.toDateString() === now.toDateString()) return formatTime(ms);
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const day = `${at.getDate()} ${months[at.getMonth()] ?? ''}`;
  return at.getFullYear() === now.getFullYear() ? day : `${day} ${at.getFullYear()}`;
}

/** How long something lasts, as a clock: `00:04:12`. */
export function formatElapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
}

/** How long something lasts, in one unit: `12 s`, `4 min`, `3 h`, `2 days`. */
export function formatSpan(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  const days = Math.floor(seconds / 86_400);
  return days === 1 ? '1 day' : `${days} days`;
}

/** A duration with three digits and three decimals at most: `0.182 ms`, `3 ms`, `148 ms`, `1.24 s`. */
export function shortMillis(ms: number): string {
  if (!Number.isFinite(ms)) return '-';
  if (ms >= 1000) return `${Number((ms / 1000).toPrecision(3))} s`;
  return `${Number(Number(ms.toPrecision(3)).toFixed(3))} ms`;
}

/** A number with its word: `1 warning`, `2 errors`. */
export function plural(count: number, word: string, words = `${word}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? word : words}`;
}

/** How a state looks beside its words. */
export interface StateLook {
  readonly text: string;
  readonly tone: 'ok' | 'warn' | 'err' | 'sec';
  /** Undefined is the running dot. */
  readonly icon?: string;
}

/** The state of a run in a table: `running 4 min`, `stopped 13:58`, `failed 11:20`. */
export function stateOf(run: RunInfo | undefined, nowMs: number): StateLook {
  if (run === undefined) return { text: 'not running', tone: 'sec', icon: 'circle-dashed' };
  const ended = formatWhen(run.endedMs ?? run.startedMs, nowMs);
  switch (run.status) {
    case 'starting':
      return { text: 'starting', tone: 'sec', icon: 'loader-circle' };
    case 'running':
      return { text: `running ${formatSpan(nowMs - run.startedMs)}`, tone: 'ok' };
    case 'recovering':
      return { text: 'recovering', tone: 'warn', icon: 'rotate-ccw' };
    case 'stopping':
      return { text: 'stopping', tone: 'sec', icon: 'hourglass' };
    case 'stopped':
      return { text: `stopped ${ended}`, tone: 'sec', icon: 'square' };
    case 'done':
      return { text: `done ${ended}`, tone: 'sec', icon: 'circle-check' };
    case 'failed':
      return { text: `failed ${ended}`, tone: 'err', icon: 'circle-x' };
  }
}

/** One word for the run bar. */
export function statusTitle(run: RunInfo | undefined): string {
  switch (run?.status) {
    case undefined:
      return 'Not running';
    case 'starting':
      return 'Starting';
    case 'running':
      return 'Running';
    case 'recovering':
      return 'Recovering';
    case 'stopping':
      return 'Stopping';
    case 'stopped':
      return 'Stopped';
    case 'done':
      return 'Done';
    case 'failed':
      return 'Failed';
  }
}

/** The engine a component, system or connection type belongs to. */
export function engineOfType(type: string): EngineId | undefined {
  const engine = type.split('.')[0];
  return engine === 'flume' || engine === 'storm' || engine === 'spark' ? engine : undefined;
}

/** The engines of a flow in the product's order. */
export function enginesOf(flow: Flow): readonly EngineId[] {
  const seen = new Set(Object.values(flow.systems).map((system) => engineOfType(system.type)));
  return (['flume', 'storm', 'spark'] as const).filter((engine) => seen.has(engine));
}
