import type { Diagnostic } from '@sluice/ir';
import type { Applied } from './apply-defaults.ts';
import { pushTo } from './group-by.ts';
import { ReadyIds } from './ready-ids.ts';

export interface Ordered {
  /** Ids of the components on the canvas (not attached ones), each after those that feed it; ties break by id. */
  readonly ids: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Sorts components along the streams. `streams` are the connections that make streams. */
export function orderComponents(
  applied: Applied,
  streams: readonly {
    readonly from: { readonly component: string };
    readonly to: { readonly component: string };
  }[],
): Ordered {
  const feeds = new Map<string, string[]>();
  const open = new Map<string, number>();
  for (const { id, host } of applied.components.values()) if (host === undefined) open.set(id, 0);
  for (const { from, to } of streams) {
    if (!open.has(from.component) || !open.has(to.component)) continue;
    pushTo(feeds, from.component, to.component);
    open.set(to.component, (open.get(to.component) ?? 0) + 1);
  }
  const ids: string[] = [];
  const ready = new ReadyIds([...open].filter(([, count]) => count === 0).map(([id]) => id));
  const done = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  while (done.size < open.size) {
    const id = ready.take() ?? breakCycle();
    done.add(id);
    ids.push(id);
    for (const to of feeds.get(id) ?? []) {
      const left = (open.get(to) ?? 0) - 1;
      open.set(to, left);
      if (left === 0 && !done.has(to)) ready.add(to);
    }
  }
  return { ids, diagnostics };

  function breakCycle(): string {
    const waiting = [...open.keys()].filter((id) => !done.has(id)).sort();
    const id = waiting.find((candidate) => leadsBack(candidate)) ?? waiting[0] ?? '';
    const component = applied.components.get(id);
    diagnostics.push({
      code: 'FLOW_CYCLE',
      severity: 'error',
      message: `What ${component?.name ?? id} emits comes back to it.`,
      at: { component: id, ...(component && { system: component.system }) },
      help: 'Remove one connection of the circle.',
    });
    return id;
  }

  function leadsBack(start: string): boolean {
    const seen = new Set<string>();
    const stack = [...(feeds.get(start) ?? [])];
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      if (id === start) return true;
      if (seen.has(id)) continue;
      seen.add(id);
      stack.push(...(feeds.get(id) ?? []));
    }
    return false;
  }
}
