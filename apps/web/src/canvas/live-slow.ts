import type { Flow } from '@sluice/flow';
import { formatRate } from './format.ts';
import type { LiveEdge, LiveNode } from './live-state.ts';
import type { Samples, Scene } from './overlay-scene.ts';

/** What the slow part remembers from second to second: how full each buffer was. */
export type FillHistory = Map<string, number[]>;

const remembered = 6;

/** Flags, blocked nodes and edge weights of this second. */
export function slowPicture(
  scene: Scene,
  flow: Flow,
  options: { readonly samples: Samples; readonly history: FillHistory },
): { readonly nodes: { [id: string]: LiveNode }; readonly edges: { [id: string]: LiveEdge } } {
  const { samples, history } = options;
  const values = samples.last?.values ?? [];
  const nodes: { [id: string]: LiveNode } = {};
  const edges: { [id: string]: LiveEdge } = {};
  const full = new Set(
    scene.nodes.filter((n) => n.capacity > 0 && n.fill / n.capacity >= 0.99).map((n) => n.id),
  );
  let bottleneck: { id: string; busy: number } | undefined;
  for (const node of scene.nodes) {
    if (node.busy > 0.95 && node.busy > (bottleneck?.busy ?? 0))
      bottleneck = { id: node.id, busy: node.busy };
  }
  for (const node of scene.nodes) {
    const isBlocked = node.blockedIndex >= 0 && (values[node.blockedIndex] ?? 0) > 0.5;
    const flag =
      failing(node.isFailing, node.failedIndex, samples) ??
      (bottleneck?.id === node.id
        ? ({ tone: 'err', icon: 'octagon-alert', text: 'bottleneck' } as const)
        : undefined) ??
      filling(node, history) ??
      (isBlocked
        ? ({ tone: 'idle', icon: 'pause', text: blockedBy(flow, node.id, full) } as const)
        : undefined);
    if (flag || isBlocked) nodes[node.id] = { isBlocked, ...(flag ? { flag } : {}) };
  }
  const highest = Math.max(0, ...scene.edges.map((e) => e.rate));
  for (const edge of scene.edges) {
    if (edge.eventsIndex < 0) continue;
    const share = highest > 0 ? edge.rate / highest : 0;
    const isBlocked = full.has(edge.to) && edge.rate === 0;
    edges[edge.id] = { weight: share > 2 / 3 ? 3 : share > 1 / 3 ? 2 : 1, isBlocked };
  }
  return { nodes, edges };
}

function failing(isFailing: boolean, index: number, samples: Samples): LiveNode['flag'] | undefined {
  if (!isFailing) return undefined;
  return { tone: 'err', icon: 'circle-x', text: `${formatRate(samples.rateAt(index))} failed/s` };
}

/** How long until a buffer that fills steadily is full. */
function filling(
  node: { readonly id: string; readonly fill: number; readonly capacity: number; readonly fillIndex: number },
  history: FillHistory,
): LiveNode['flag'] | undefined {
  if (node.fillIndex < 0 || node.capacity <= 0) return undefined;
  const past = [...(history.get(node.id) ?? []), node.fill].slice(-remembered);
  history.set(node.id, past);
  const share = node.fill / node.capacity;
  if (share >= 0.99) return { tone: 'err', icon: 'octagon-alert', text: 'full' };
  const first = past[0] ?? node.fill;
  const perSecond = past.length > 1 ? (node.fill - first) / (past.length - 1) : 0;
  if (share < 0.5 || perSecond <= 0) return undefined;
  const seconds = Math.round((node.capacity - node.fill) / perSecond);
  return seconds <= 120 ? { tone: 'warn', icon: 'triangle-alert', text: `full in ${seconds} s` } : undefined;
}

function blockedBy(flow: Flow, id: string, full: ReadonlySet<string>): string {
  for (const { from, to } of Object.values(flow.connections)) {
    if (from.component === id && full.has(to.component))
      return `${flow.components[to.component]?.name} is full`;
  }
  return 'waiting';
}
