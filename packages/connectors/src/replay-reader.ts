/** The part of a data set a replay needs. */
export interface ReplayData {
  readonly naturalRate: number;
  /** Records [from, from + count), each ended by `\n`. */
  lines(from: number, count: number): string;
}

export interface ReplayOptions {
  /** Name shown in the replay bar. */
  readonly dataset: string;
  readonly data: ReplayData;
  /** Records to replay; it ends (or loops) after them. */
  readonly total: number;
  /** Records per second; 0 is the natural rate, a negative number as fast as possible. */
  readonly rate: number;
  readonly isLooping: boolean;
  /** Position to start from, as saved by an earlier run. */
  readonly position?: number;
  now(): number;
}

/** Records read at once: `text` holds exactly `count` lines, the first of them is record `from`. */
export interface ReplayChunk {
  readonly from: number;
  readonly count: number;
  readonly text: string;
}

/** A paced reader of a data set with the controls of the replay bar. */
export interface ReplayReader {
  /** The records that are due, at most `max`; `idle` when none is, `end` when all have been read. */
  read(max: number): ReplayChunk | 'idle' | 'end';
  /**
   * The next `records` read since the last commit are safe, or all of them when left out: `rollback` goes back to
   * here. Returns the position to save.
   */
  commit(records?: number): number;
  /** Reads again what was read since the last commit. */
  rollback(): void;
  /** The runtime's replay control. */
  readonly control: {
    readonly dataset: string;
    readonly total: number;
    readonly naturalRate: number;
    position(): number;
    isPaused(): boolean;
    pause(): void;
    resume(): void;
    seek(position: number): void;
    rate(): number;
    setRate(rate: number): void;
    isLooping(): boolean;
    setLoop(isLooping: boolean): void;
  };
}

/** Records that fell due while nobody read are made up for, but only of the last second. */
const longestDebtMs = 1000;

/** Makes a replay reader; the first records are due at once at full speed, after 1 / rate seconds otherwise. */
export function createReplayReader(options: ReplayOptions): ReplayReader {
  const { data, now } = options;
  const total = Math.max(0, Math.floor(options.total));
  let position = Math.min(Math.max(0, options.position ?? 0), total);
  let committed = position;
  /** Read and not committed, oldest first. */
  let open: { readonly from: number; readonly count: number }[] = [];
  /** Records read before the last seek and not committed: they move no position any more. */
  let strayed = 0;
  let rate = ratePerSecond(options.rate);
  let isLooping = options.isLooping;
  let isPaused = false;
  /** Time up to which records have been handed out at the present rate. */
  let paidMs = now();

  function ratePerSecond(wish: number): number {
    if (wish < 0) return Number.POSITIVE_INFINITY;
    return wish === 0 ? data.naturalRate : wish;
  }

  function due(): number {
    if (rate === Number.POSITIVE_INFINITY) return rate;
    const time = now();
    paidMs = Math.max(paidMs, time - longestDebtMs - 1000 / rate);
    return Math.floor(((time - paidMs) * rate) / 1000 + 1e-9);
  }

  function read(max: number): ReplayChunk | 'idle' | 'end' {
    if (position >= total) {
      if (!isLooping || total === 0) return 'end';
      position = 0;
    }
    if (isPaused) return 'idle';
    const count = Math.min(max, total - position, due());
    if (count <= 0) return 'idle';
    const from = position;
    position += count;
    const last = open[open.length - 1];
    if (last && last.from + last.count === from)
      open[open.length - 1] = { ...last, count: last.count + count };
    else open.push({ from, count });
    if (rate !== Number.POSITIVE_INFINITY) paidMs += (count * 1000) / rate;
    return { from, count, text: data.lines(from, count) };
  }

  function commit(records = Number.POSITIVE_INFINITY): number {
    let left = records - Math.min(strayed, records);
    strayed -= Math.min(strayed, records);
    while (left > 0) {
      const chunk = open.shift();
      if (chunk === undefined) break;
      const count = Math.min(chunk.count, left);
      committed = chunk.from + count;
      if (count < chunk.count) open.unshift({ from: committed, count: chunk.count - count });
      left -= count;
    }
    return committed;
  }

  function repace(): void {
    paidMs = now();
  }

  return {
    read,
    commit,
    rollback: () => {
      position = committed;
      open = [];
      strayed = 0;
    },
    control: {
      dataset: options.dataset,
      total,
      naturalRate: data.naturalRate,
      position: () => position,
      isPaused: () => isPaused,
      pause: () => {
        isPaused = true;
      },
      resume: () => {
        isPaused = false;
        repace();
      },
      seek: (to) => {
        position = Math.min(Math.max(0, Math.floor(to)), total);
        committed = position;
        strayed += open.reduce((sum, chunk) => sum + chunk.count, 0);
        open = [];
        repace();
      },
      rate: () => rate,
      setRate: (wish) => {
        rate = wish === Number.POSITIVE_INFINITY ? wish : ratePerSecond(wish);
        repace();
      },
      isLooping: () => isLooping,
      setLoop: (value) => {
        isLooping = value;
      },
    },
  };
}
