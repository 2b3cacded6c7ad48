import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { XorLedger } from './xor-ledger.ts';
import { XorShift } from './xor-shift.ts';

/** A tuple that knows its whole family: the reference keeps every tree, the ledger only its XOR. */
interface Tuple {
  /** Edge id by root. */
  readonly edges: Map<number, readonly [number, number]>;
  readonly children: Tuple[];
  isAcked: boolean;
}

function tuple(): Tuple {
  return { edges: new Map(), children: [], isAcked: false };
}

describe('the ledger', () => {
  it('knows when a tree is complete, as one does who keeps all of it', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat({ max: 3 })), { maxLength: 60 }),
        fc.array(fc.nat(), { minLength: 100, maxLength: 200 }),
        (seed, roots, emits, order) => {
          const ids = new XorShift(seed);
          const ledger = new XorLedger(2);
          const handles = Array.from({ length: roots }, () => ledger.open());
          const all: Tuple[] = [];
          const sent = handles.map(() => [0, 0] as [number, number]);
          const edge = (to: Tuple, root: number): readonly [number, number] => {
            const [high, low] = [ids.next(), ids.next()];
            const before = to.edges.get(root) ?? [0, 0];
            to.edges.set(root, [before[0] ^ high, before[1] ^ low]);
            return [high, low];
          };
          // What each tuple will report when it is acked: its own ids XORed with those of its children.
          const reports = new Map<Tuple, Map<number, [number, number]>>();
          const anchor = (parent: Tuple, child: Tuple): void => {
            parent.children.push(child);
            for (const root of parent.edges.keys()) {
              const [high, low] = edge(child, root);
              const report = reports.get(parent)?.get(root) as [number, number];
              report[0] ^= high;
              report[1] ^= low;
            }
          };
          const settle = (t: Tuple): void => {
            reports.set(t, new Map([...t.edges].map(([root, [high, low]]) => [root, [high, low]])));
            all.push(t);
          };
          handles.forEach((_, root) => {
            const first = tuple();
            const [high, low] = edge(first, root);
            (sent[root] as [number, number])[0] ^= high;
            (sent[root] as [number, number])[1] ^= low;
            settle(first);
          });
          // Bolts emit tuples anchored to one or several earlier ones; both may have the same root.
          for (const [a, b, kind] of emits) {
            const child = tuple();
            anchor(all[a % all.length] as Tuple, child);
            if (kind > 1) anchor(all[b % all.length] as Tuple, child);
            settle(child);
          }
          const unacked = new Map(
            handles.map((_, root) => [root, new Set(all.filter((t) => t.edges.has(root)))]),
          );
          const isInitialised = new Set<number>();
          // Acks and the spouts' reports arrive in any order.
          const events: (() => void)[] = [
            ...handles.map((handle, root) => () => {
              const [high, low] = sent[root] as [number, number];
              isInitialised.add(root);
              expect(ledger.init(handle, high, low)).toBe(unacked.get(root)?.size === 0);
            }),
            ...all.map((t) => () => {
              for (const [root, [high, low]] of reports.get(t) ?? []) {
                unacked.get(root)?.delete(t);
                const isComplete = unacked.get(root)?.size === 0 && isInitialised.has(root);
                expect(ledger.ack(handles[root] as number, high, low)).toBe(isComplete);
              }
            }),
          ];
          for (let i = events.length - 1, k = 0; i > 0; i--, k++) {
            const at = (order[k % order.length] as number) % (i + 1);
            [events[i], events[at]] = [events[at] as () => void, events[i] as () => void];
          }
          for (const event of events) event();
          expect(ledger.size).toBe(0);
        },
      ),
    );
  });

  it('ignores what comes for an entry that is gone, though its slot is in use again', () => {
    const ledger = new XorLedger(1);
    const first = ledger.open();
    ledger.init(first, 1, 2);
    ledger.close(first);
    const second = ledger.open();
    expect(ledger.ack(first, 1, 2)).toBe(false);
    expect(ledger.has(first)).toBe(false);
    ledger.init(second, 7, 7);
    expect(ledger.ack(second, 7, 7)).toBe(true);
    expect(ledger.ack(second, 7, 7)).toBe(false);
    expect(ledger.ack(-1, 7, 7)).toBe(false);
  });

  it('grows while entries are open', () => {
    const ledger = new XorLedger(2);
    const handles = Array.from({ length: 5000 }, (_, i) => {
      const handle = ledger.open();
      ledger.init(handle, i + 1, i);
      return handle;
    });
    expect(ledger.size).toBe(5000);
    handles.forEach((handle, i) => expect(ledger.ack(handle, i + 1, i)).toBe(true));
    expect(ledger.size).toBe(0);
  });
});
