import type { Emit } from '../transform.ts';
import type { SpanContents } from './span-contents.ts';
import type { Placed } from './time-windows.ts';

interface Session<P> {
  start: number;
  /** Time of the last record. */
  last: number;
  content: P;
  /** Has spoken: a record that comes now makes it speak again. */
  hasSpoken: boolean;
}

/**
 * Sessions of each key: records less than `gap` apart, whatever order they come in; a record in the middle joins
 * two. A session ends at its last record plus the gap and speaks when the axis has come there.
 */
export class SessionWindows<P> {
  readonly #gap: number;
  readonly #lateness: number;
  readonly #contents: SpanContents<P>;
  /** By key, in order of time. */
  readonly #sessions = new Map<number, Session<P>[]>();
  #now = Number.NEGATIVE_INFINITY;
  /** Not later than the end of the next session that has not spoken, or that can be forgotten. */
  #due = Number.POSITIVE_INFINITY;

  constructor(options: { readonly gap: number; readonly lateness: number }, contents: SpanContents<P>) {
    this.#gap = options.gap;
    this.#lateness = options.lateness;
    this.#contents = contents;
  }

  get now(): number {
    return this.#now;
  }
  /** A window will speak when its time has come. */
  get isHolding(): boolean {
    return this.#due < Number.POSITIVE_INFINITY;
  }

  add(time: number, index: number, emit: Emit): Placed {
    const key = this.#contents.keyOf(index);
    const all = this.#sessions.get(key) ?? [];
    const near = all.filter((one) => time > one.start - this.#gap && time < one.last + this.#gap);
    const start = Math.min(time, ...near.map((one) => one.start));
    const last = Math.max(time, ...near.map((one) => one.last));
    const end = last + this.#gap;
    if (end + this.#lateness <= this.#now) return 'late';
    const content =
      near.length === 0
        ? this.#contents.empty()
        : near.length === 1
          ? (near[0] as Session<P>).content
          : this.#contents.merge(near.map((one) => one.content));
    this.#contents.add(content, index);
    const session = { start, last, content, hasSpoken: end <= this.#now };
    const others = all.filter((one) => !near.includes(one));
    this.#sessions.set(
      key,
      [...others, session].sort((a, b) => a.start - b.start),
    );
    if (session.hasSpoken) this.#contents.speakLate(content, index, { start, end }, emit);
    this.#due = Math.min(this.#due, session.hasSpoken ? end + this.#lateness : end);
    return 'in';
  }

  advance(now: number, emit: Emit): void {
    if (!(now > this.#now)) return;
    this.#now = now;
    if (this.#due > now) return;
    const complete: (Session<P> & { readonly key: number })[] = [];
    this.#due = Number.POSITIVE_INFINITY;
    for (const [key, sessions] of this.#sessions) {
      const kept = sessions.filter((one) => {
        const end = one.last + this.#gap;
        if (end <= now && !one.hasSpoken) {
          complete.push({ ...one, key });
          one.hasSpoken = true;
        }
        const until = one.hasSpoken ? end + this.#lateness : end;
        if (until <= now) return false;
        this.#due = Math.min(this.#due, until);
        return true;
      });
      if (kept.length === 0) this.#sessions.delete(key);
      else if (kept.length < sessions.length) this.#sessions.set(key, kept);
    }
    complete.sort((a, b) => a.last - b.last || a.start - b.start);
    for (const { content, start, last } of complete) {
      this.#contents.speak(content, { start, end: last + this.#gap }, emit);
    }
  }

  /** Every session has come to its end. */
  finish(emit: Emit): void {
    let last = Number.NEGATIVE_INFINITY;
    for (const sessions of this.#sessions.values())
      for (const one of sessions) last = Math.max(last, one.last + this.#gap);
    this.advance(last, emit);
  }

  save(): unknown {
    const sessions = [...this.#sessions].map(
      ([key, list]) =>
        [
          this.#contents.saveKey(key),
          list.map((one) => ({ ...one, content: this.#contents.save(one.content) })),
        ] as const,
    );
    return { now: this.#now, due: this.#due, sessions };
  }

  load(saved: unknown): void {
    const { now, due, sessions } = saved as {
      readonly now: number;
      readonly due: number;
      readonly sessions: readonly (readonly [unknown, readonly Session<unknown>[]])[];
    };
    this.#now = now;
    this.#due = due;
    this.#sessions.clear();
    for (const [key, list] of sessions) {
      this.#sessions.set(
        this.#contents.loadKey(key),
        list.map((one) => ({ ...one, content: this.#contents.load(one.content) })),
      );
    }
  }
}
