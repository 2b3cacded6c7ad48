import type { Emit } from '../transform.ts';
import type { SpanContents } from './span-contents.ts';

/** How windows lie on an axis of time, or of record numbers. */
export interface Grid {
  readonly length: number;
  readonly slide: number;
  /** Windows end at `origin` plus multiples of the slide. */
  readonly origin: number;
  readonly closed: 'start' | 'end';
  /** How long windows are kept after they were complete. */
  readonly lateness: number;
}

/** What became of a record: in a window, too late for all of its windows, or between two windows. */
export type Placed = 'in' | 'late' | 'between';

/**
 * Tumbling and sliding windows on one axis. Records fall into panes as wide as the greatest common divisor of length
 * and slide; the window that ends at `e` covers the panes that end in (e - length, e], and speaks as soon as the axis
 * has come to `e`. Windows without a record say nothing.
 */
export class TimeWindows<P> {
  readonly #grid: Grid;
  readonly #width: number;
  readonly #contents: SpanContents<P>;
  /** By end. */
  readonly #panes = new Map<number, P>();
  /** How far the axis has come: windows that end here or before have spoken. */
  #now = Number.NEGATIVE_INFINITY;
  /** End of the next window that has something to say. */
  #due = Number.POSITIVE_INFINITY;
  /** Not later than when the next pane can be forgotten. */
  #forgetAt = Number.POSITIVE_INFINITY;

  constructor(grid: Grid, contents: SpanContents<P>) {
    this.#grid = grid;
    this.#width = divisor(grid.length, grid.slide);
    this.#contents = contents;
  }

  get now(): number {
    return this.#now;
  }
  /** A window will speak when its time has come. */
  get isHolding(): boolean {
    return this.#due < Number.POSITIVE_INFINITY;
  }

  /** Takes a record of the batch the contents look at. */
  add(time: number, index: number, emit: Emit): Placed {
    const { lateness } = this.#grid;
    const end = this.#paneEnd(time);
    const first = this.#firstWindow(end);
    const last = this.#lastWindow(end);
    if (last < first) return 'between';
    if (last + lateness <= this.#now) return 'late';
    let pane = this.#panes.get(end);
    if (pane === undefined) {
      this.#panes.set(end, (pane = this.#contents.empty()));
      this.#forgetAt = Math.min(this.#forgetAt, last + lateness);
    }
    this.#contents.add(pane, index);
    this.#due = Math.min(this.#due, this.#nextWindow(end));
    for (let e = first; e <= last && e <= this.#now; e += this.#grid.slide) {
      if (e + lateness <= this.#now) continue;
      this.#contents.speakLate(this.#window(e), index, { start: e - this.#grid.length, end: e }, emit);
    }
    return 'in';
  }

  /** The axis has come to `now`: complete windows speak, in order. */
  advance(now: number, emit: Emit): void {
    if (!(now > this.#now)) return;
    while (this.#due <= now) {
      const end = this.#due;
      this.#now = end;
      // A window that throws when it speaks has spoken.
      this.#due = Number.POSITIVE_INFINITY;
      for (const pane of this.#panes.keys()) this.#due = Math.min(this.#due, this.#nextWindow(pane));
      this.#contents.speak(this.#window(end), { start: end - this.#grid.length, end }, emit);
    }
    this.#now = now;
    if (this.#forgetAt <= now) this.#forget();
  }

  /** Every window that has something to say has its end. */
  finish(emit: Emit): void {
    let last = Number.NEGATIVE_INFINITY;
    for (const pane of this.#panes.keys()) last = Math.max(last, this.#lastWindow(pane));
    this.advance(last, emit);
  }

  save(): unknown {
    const panes = [...this.#panes].map(([end, pane]) => [end, this.#contents.save(pane)] as const);
    return { now: this.#now, due: this.#due, panes };
  }

  load(saved: unknown): void {
    const { now, due, panes } = saved as {
      readonly now: number;
      readonly due: number;
      readonly panes: readonly (readonly [number, unknown])[];
    };
    this.#now = now;
    this.#due = due;
    this.#panes.clear();
    for (const [end, pane] of panes) this.#panes.set(end, this.#contents.load(pane));
    this.#forgetAt = this.#now;
  }

  #paneEnd(time: number): number {
    const { origin, closed } = this.#grid;
    const steps = (time - origin) / this.#width;
    return origin + this.#width * (closed === 'end' ? Math.ceil(steps) : Math.floor(steps) + 1);
  }

  /** End of the first and of the last window that covers a pane. */
  #firstWindow(pane: number): number {
    const { origin, slide } = this.#grid;
    return origin + Math.ceil((pane - origin) / slide) * slide;
  }

  #lastWindow(pane: number): number {
    const { length, slide } = this.#grid;
    return this.#firstWindow(pane + length) - slide;
  }

  /** End of the first window that covers a pane and has not spoken. */
  #nextWindow(pane: number): number {
    const { origin, slide } = this.#grid;
    let next = this.#firstWindow(pane);
    if (next <= this.#now) next = origin + (Math.floor((this.#now - origin) / slide) + 1) * slide;
    return next <= this.#lastWindow(pane) ? next : Number.POSITIVE_INFINITY;
  }

  #window(end: number): P {
    const from = end - this.#grid.length;
    const ends = [...this.#panes.keys()].filter((pane) => pane > from && pane <= end).sort((a, b) => a - b);
    const panes = ends.map((pane) => this.#panes.get(pane) as P);
    return panes.length === 1 ? (panes[0] as P) : this.#contents.merge(panes);
  }

  #forget(): void {
    this.#forgetAt = Number.POSITIVE_INFINITY;
    for (const pane of this.#panes.keys()) {
      const at = this.#lastWindow(pane) + this.#grid.lateness;
      if (at <= this.#now) this.#panes.delete(pane);
      else this.#forgetAt = Math.min(this.#forgetAt, at);
    }
  }
}

/** Greatest common divisor; of numbers that are not whole, the smaller one is taken as the unit. */
function divisor(a: number, b: number): number {
  if (!Number.isInteger(a) || !Number.isInteger(b)) return Math.min(a, b);
  return b === 0 ? a : divisor(b, a % b);
}
