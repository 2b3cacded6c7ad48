import { counted, type Multiset } from './multiset.ts';
import { inputsOf, rootOf, sharesOf, type Written } from './storm-parts.ts';
import type { StormPlan, StormSpout } from './storm-plan.ts';
import type { Problems } from './world.ts';

/**
 * The verdict of the ack tree against a reference that knows every tuple that descends from a record: when a spout hears
 * that a record is safe, all of them must have come to their sinks. It keeps whole trees where the runtime keeps an XOR.
 */
export class AckJudge {
  readonly #plan: StormPlan;
  readonly #problems: Problems;
  readonly #written: ReadonlyMap<string, readonly Written[]>;
  readonly #shares = new Map<string, readonly (readonly string[])[]>();
  readonly #safe = new Map<string, number>();
  /** By sink: tuples that came, and how many of what it was given have been looked at. */
  readonly #came = new Map<string, { readonly tuples: Multiset; seen: number }>();
  /** By record and sink: what has to come. */
  readonly #trees = new Map<string, ReadonlyMap<string, Multiset>>();
  readonly #isBlind: boolean;

  constructor(plan: StormPlan, written: ReadonlyMap<string, readonly Written[]>, problems: Problems) {
    this.#plan = plan;
    this.#problems = problems;
    this.#written = written;
    for (const spout of plan.spouts) this.#shares.set(spout.id, sharesOf(spout));
    for (const sink of written.keys()) this.#came.set(sink, { tuples: new Map(), seen: 0 });
    // A dedupe takes the tuples of a second attempt for repetitions: what it let through the first time may have failed.
    this.#isBlind = !plan.isAcking || plan.bolts.some(({ work }) => work === 'dedupe');
  }

  /** A spout task hears that its first `records` records are safe. */
  acked(spout: StormSpout, task: number, records: number): void {
    const token = `${spout.id} ${task}`;
    const from = this.#safe.get(token) ?? 0;
    this.#safe.set(token, Math.max(from, records));
    if (this.#isBlind) return;
    this.#look();
    const own = this.#shares.get(spout.id)?.[task] ?? [];
    this.#problems.holds(records <= own.length, () => `${token} is safe beyond its end`);
    for (const record of own.slice(from, records)) {
      for (const [sink, tuples] of this.#treeOf(spout, record)) this.#check(record, sink, tuples);
    }
  }

  /** At the end everything is safe. */
  atTheEnd(): void {
    for (const spout of this.#plan.spouts) {
      sharesOf(spout).forEach((own, task) => {
        this.#problems.equal(
          `safe records of ${spout.id} ${task}`,
          this.#safe.get(`${spout.id} ${task}`) ?? 0,
          own.length,
        );
      });
    }
  }

  #look(): void {
    for (const [sink, came] of this.#came) {
      const all = this.#written.get(sink) ?? [];
      for (; came.seen < all.length; came.seen++) {
        const id = all[came.seen]?.id;
        if (id !== undefined) came.tuples.set(id, (came.tuples.get(id) ?? 0) + 1);
      }
    }
  }

  #treeOf(spout: StormSpout, record: string): ReadonlyMap<string, Multiset> {
    let tree = this.#trees.get(record);
    if (!tree) {
      const inputs = inputsOf(this.#plan, new Map([[spout.id, counted([record])]]));
      tree = new Map([...this.#came.keys()].map((sink) => [sink, inputs.get(sink) ?? new Map()]));
      this.#trees.set(record, tree);
    }
    return tree;
  }

  #check(record: string, sink: string, tuples: Multiset): void {
    const came = this.#came.get(sink)?.tuples;
    for (const [id, times] of tuples) {
      const found = came?.get(id) ?? 0;
      this.#problems.holds(
        found >= times,
        () => `${rootOf(record)} was acked when ${sink} had ${found} of ${times} ${id}`,
      );
    }
  }
}
