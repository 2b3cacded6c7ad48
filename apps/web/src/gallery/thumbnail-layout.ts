import type { Box, Flow, Position } from '@sluice/flow';

/** The size of a component in a thumbnail, in canvas pixels. */
export const nodeWidth = 208;
export const nodeHeight = 92;

export interface ThumbnailLayout {
  readonly view: Box;
  readonly systems: readonly { readonly id: string; readonly type: string; readonly box: Box }[];
  readonly nodes: readonly {
    readonly id: string;
    readonly type: string;
    readonly x: number;
    readonly y: number;
    readonly isBuffer: boolean;
  }[];
  readonly edges: readonly { readonly id: string; readonly path: string }[];
}

const padding = 44;
const least = { width: 1180, height: 440 };

/** Columns by distance from a source, rows in document order: for flows that carry no positions. */
function rank(flow: Flow, ids: readonly string[]): ReadonlyMap<string, Position> {
  const depth = new Map(ids.map((id) => [id, 0]));
  for (let pass = 0; pass < ids.length; pass++) {
    let isSettled = true;
    for (const { from, to } of Object.values(flow.connections)) {
      const next = (depth.get(from.component) ?? 0) + 1;
      if (next > (depth.get(to.component) ?? 0) && next < ids.length) {
        depth.set(to.component, next);
        isSettled = false;
      }
    }
    if (isSettled) break;
  }
  const rows = new Map<number, number>();
  return new Map(
    ids.map((id) => {
      const column = depth.get(id) ?? 0;
      const row = rows.get(column) ?? 0;
      rows.set(column, row + 1);
      return [id, { x: 40 + column * 280, y: 80 + row * 150 }];
    }),
  );
}

/** Where everything of a thumbnail stands, in canvas pixels. */
export function layThumbnail(flow: Flow): ThumbnailLayout {
  const ids = Object.keys(flow.components)
    .filter((id) => flow.components[id]?.host === undefined)
    .sort();
  const hasPlaces = ids.every((id) => flow.layout.components[id] !== undefined);
  const ranked = hasPlaces ? undefined : rank(flow, ids);
  const placeOf = (id: string): Position => ranked?.get(id) ?? flow.layout.components[id] ?? { x: 0, y: 0 };
  const nodes = ids.map((id) => {
    const type = flow.components[id]?.type ?? '';
    return { id, type, ...placeOf(id), isBuffer: type.split('.')[1] === 'channel' };
  });
  const systems = Object.entries(flow.systems).flatMap(([id, { type }]) => {
    const inside = nodes.filter((node) => flow.components[node.id]?.system === id);
    const drawn = ranked === undefined ? flow.layout.systems[id] : undefined;
    const box = drawn ?? around(inside);
    return box === undefined ? [] : [{ id, type, box }];
  });
  const shown = new Set(ids);
  const edges = Object.entries(flow.connections).flatMap(([id, { from, to }]) => {
    if (!shown.has(from.component) || !shown.has(to.component)) return [];
    const [a, b] = [placeOf(from.component), placeOf(to.component)];
    const [x1, y1, x2, y2] = [a.x + nodeWidth, a.y + nodeHeight / 2, b.x, b.y + nodeHeight / 2];
    return [{ id, path: x2 > x1 ? forward(x1, y1, x2, y2) : backward(x1, y1, x2, y2) }];
  });
  return { view: viewOf([...systems.map((s) => s.box), ...nodes.map(boxOf)]), systems, nodes, edges };
}

function forward(x1: number, y1: number, x2: number, y2: number): string {
  const bend = Math.max(30, (x2 - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}

/** Out to the right, back between the rows, in from the left. */
function backward(x1: number, y1: number, x2: number, y2: number): string {
  const [out, turn, middle] = [26, 16, (y1 + y2) / 2];
  const down = y2 >= y1 ? turn : -turn;
  return (
    `M${x1} ${y1}h${out - turn}q${turn} 0 ${turn} ${down}V${middle - down}q0 ${down} ${-turn} ${down}` +
    `H${x2 - out + turn}q${-turn} 0 ${-turn} ${down}V${y2 - down}q0 ${down} ${turn} ${down}H${x2}`
  );
}

const boxOf = ({ x, y }: Position): Box => ({ x, y, width: nodeWidth, height: nodeHeight });

function around(inside: readonly Position[]): Box | undefined {
  if (inside.length === 0) return undefined;
  const x = Math.min(...inside.map((node) => node.x)) - 30;
  const y = Math.min(...inside.map((node) => node.y)) - 60;
  return {
    x,
    y,
    width: Math.max(...inside.map((node) => node.x)) + nodeWidth + 30 - x,
    height: Math.max(...inside.map((node) => node.y)) + nodeHeight + 30 - y,
  };
}

function viewOf(boxes: readonly Box[]): Box {
  if (boxes.length === 0) return { x: 0, y: 0, ...least };
  const left = Math.min(...boxes.map((box) => box.x)) - padding;
  const top = Math.min(...boxes.map((box) => box.y)) - padding;
  const width = Math.max(...boxes.map((box) => box.x + box.width)) + padding - left;
  const height = Math.max(...boxes.map((box) => box.y + box.height)) + padding - top;
  const [wide, high] = [Math.max(width, least.width), Math.max(height, least.height)];
  return { x: left - (wide - width) / 2, y: top - (high - height) / 2, width: wide, height: high };
}
