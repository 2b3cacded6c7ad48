import type { Sink } from '../../implementation.ts';
import type { PlanNode } from './batch-plan.ts';

/** The sinks of a stage: opened at the start, or later, before the first write that works. */
export interface StageSinks {
  /** Opens all; those that cannot be opened yet are told and tried again at their next write. */
  open(onTrouble: (node: PlanNode, error: unknown) => void): Promise<void>;
  write(node: PlanNode, ...args: Parameters<Sink['write']>): Promise<void>;
  /** A sink that keeps something in memory has to see a batch again whose outputs had been written. */
  isRemembering(node: PlanNode): boolean;
  snapshot(): { readonly [operator: string]: unknown };
  close(): Promise<void>;
  byComponent(): ReadonlyMap<string, Sink>;
}

/** Makes the sinks; `saved` is what they kept in memory when the process died. */
export function createStageSinks(
  sinks: ReadonlyMap<PlanNode, Sink>,
  saved: { readonly [operator: string]: unknown },
): StageSinks {
  const unopened = new Set(sinks.keys());

  async function opened(node: PlanNode): Promise<Sink> {
    const sink = sinks.get(node) as Sink;
    if (!unopened.has(node)) return sink;
    await sink.open?.();
    unopened.delete(node);
    const kept = saved[node.operator.id];
    if (kept !== undefined) sink.restore?.(kept);
    return sink;
  }

  return {
    open: async (onTrouble) => {
      for (const node of sinks.keys()) await opened(node).catch((error: unknown) => onTrouble(node, error));
    },
    write: async (node, batch, unit) => {
      const sink = await opened(node);
      await sink.write(batch, unit);
    },
    isRemembering: (node) => sinks.get(node)?.snapshot !== undefined,
    snapshot: () =>
      Object.fromEntries(
        [...sinks].flatMap(([node, sink]) => {
          const { id } = node.operator;
          if (!sink.snapshot) return [];
          // A sink that never opened has kept what it was to be given.
          return [[id, unopened.has(node) ? saved[id] : sink.snapshot()]];
        }),
      ),
    close: async () => {
      for (const sink of sinks.values()) await sink.close();
    },
    byComponent: () => new Map([...sinks].map(([node, sink]) => [node.component, sink])),
  };
}
