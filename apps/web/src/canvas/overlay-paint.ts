import type { Position } from '@sluice/flow';
import { portPoint, sizes } from './geometry.ts';
import { lodOf } from './lod.ts';
import { type EdgeItem, markSpacing, type NodeItem, type Scene } from './overlay-scene.ts';
import { pointAlong, type Route, rateX, routeEdge } from './route.ts';

/** Colours and fonts of the overlay, read from the tokens once per theme. */
export interface Ink {
  readonly text: string;
  readonly muted: string;
  readonly water: string;
  readonly deep: string;
  readonly track: string;
  readonly warn: string;
  readonly error: string;
  readonly errorText: string;
  readonly ok: string;
  readonly canvas: string;
  readonly grounds: { readonly [engine: string]: string };
  readonly warnHatch: CanvasPattern | string;
  readonly errorHatch: CanvasPattern | string;
  readonly sans: string;
  readonly mono: string;
}

/** Reads the tokens that stand on the page now. */
export function readInk(context: CanvasRenderingContext2D): Ink {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  const raised = token('--color-raised');
  const canvas = token('--color-canvas');
  const ground = (engine: string): string =>
    `color-mix(in oklab, ${token(`--color-${engine}-soft`)} 26%, ${canvas})`;
  return {
    text: token('--color-text'),
    muted: token('--color-text-3'),
    water: token('--color-water'),
    deep: token('--color-water-deep'),
    track: token('--color-track'),
    warn: token('--color-warn-fill'),
    error: token('--color-error-fill'),
    errorText: token('--color-error'),
    ok: token('--color-ok'),
    canvas,
    grounds: { flume: ground('flume'), storm: ground('storm'), spark: ground('spark') },
    warnHatch: hatch(context, token('--color-warn-fill'), raised),
    errorHatch: hatch(context, token('--color-error-fill'), raised),
    sans: token('--font-sans'),
    mono: token('--font-mono'),
  };
}

function hatch(context: CanvasRenderingContext2D, colour: string, raised: string): CanvasPattern | string {
  const tile = document.createElement('canvas');
  tile.width = 8;
  tile.height = 8;
  const brush = tile.getContext('2d');
  if (!brush) return colour;
  brush.fillStyle = colour;
  brush.fillRect(0, 0, 8, 8);
  brush.strokeStyle = `color-mix(in oklab, ${colour} 66%, ${raised})`;
  brush.lineWidth = 2.4;
  brush.beginPath();
  for (const x of [-8, 0, 8]) {
    brush.moveTo(x - 2, 10);
    brush.lineTo(x + 10, -2);
  }
  brush.stroke();
  return context.createPattern(tile, 'repeat') ?? colour;
}

export interface Frame {
  readonly context: CanvasRenderingContext2D;
  readonly ink: Ink;
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  readonly transform: readonly [x: number, y: number, zoom: number];
  /** Where a node is now, also while it is dragged. */
  place(id: string): Position | undefined;
}

/** Draws all live numbers, bars and marks of one frame. */
export function paint(frame: Frame, scene: Scene): void {
  const { context, ratio, width, height } = frame;
  const [x, y, zoom] = frame.transform;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const lod = lodOf(zoom);
  if (lod === 3) return;
  context.setTransform(ratio * zoom, 0, 0, ratio * zoom, x * ratio, y * ratio);
  const view = { left: -x / zoom, top: -y / zoom, right: (width - x) / zoom, bottom: (height - y) / zoom };
  const shapes = new Map(scene.nodes.map((n) => [n.id, n.shape]));
  const isSeen = (at: Position, w: number, h: number): boolean =>
    at.x < view.right && at.y < view.bottom && at.x + w > view.left && at.y + h > view.top;
  if (lod < 2) {
    for (const edge of scene.edges) {
      if (edge.eventsIndex < 0) continue;
      const route = routeOf(frame, edge, shapes);
      if (route && isSeen({ x: route.label.x - 300, y: route.label.y - 300 }, 600, 600))
        paintEdge(frame, edge, { route, lod });
    }
  }
  for (const node of scene.nodes) {
    const at = frame.place(node.id);
    if (!at || !isSeen(at, node.shape.width, node.shape.height)) continue;
    if (lod === 2) paintBand(frame, node, at);
    else paintNode(frame, node, { at, lod });
  }
}

function routeOf(
  frame: Frame,
  edge: EdgeItem,
  shapes: ReadonlyMap<string, NodeItem['shape']>,
): Route | undefined {
  const [from, to] = [frame.place(edge.from), frame.place(edge.to)];
  const [a, b] = [shapes.get(edge.from), shapes.get(edge.to)];
  if (!from || !to || !a || !b) return undefined;
  return routeEdge(portPoint(from, a, 'out', edge.fromPort), portPoint(to, b, 'in', edge.toPort), edge.way);
}

/** How far after its source the diamond of a selector stands on an edge. */
const forkPlace = 24;

function paintEdge(
  frame: Frame,
  edge: EdgeItem,
  options: { readonly route: Route; readonly lod: number },
): void {
  const { context, ink } = frame;
  const { route, lod } = options;
  if (edge.engine === 'flume' && edge.rate > 0) {
    context.fillStyle = ink.deep;
    const start = 12 + edge.offset;
    for (let i = 0; start + i * markSpacing < route.length - 10; i++) {
      const along = start + i * markSpacing;
      if (edge.isForked && Math.abs(along - forkPlace) < 15) continue;
      const at = pointAlong(route.points, along);
      // Marks pass behind words that stand on the line.
      if (edge.hasWords && route.wordsSide === 'across' && Math.abs(at.y - route.words.y + 4) < 11) continue;
      context.fillRect(at.x - 2.5, at.y - 2.5, 5, 5);
    }
  }
  if (edge.engine === 'storm' && edge.queuedIndex >= 0) {
    const share = Math.min(1, edge.queued / edge.queueSize);
    const x = rateX(route, 34) - 17;
    const y = route.label.y + (route.rateSide === 'below' ? 22 : 7);
    bar(context, { x, y, width: 34, height: 3 }, ink.track);
    if (share > 0) bar(context, { x, y, width: Math.max(1.5, 34 * share), height: 3 }, tone(ink, share));
  }
  if (lod > 0) return;
  context.font = `500 11px ${ink.mono}`;
  context.letterSpacing = '-0.22px';
  const width = context.measureText(edge.label).width;
  const x = rateX(route, width);
  const y = route.label.y + (route.rateSide === 'below' ? 13 : -14);
  context.fillStyle = ink.grounds[edge.engine] ?? ink.canvas;
  context.fillRect(x - width / 2 - 4, y - 8, width + 8, 16);
  context.fillStyle = ink.text;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(edge.label, x, y + 0.5);
  context.textAlign = 'left';
}

function paintNode(
  frame: Frame,
  node: NodeItem,
  options: { readonly at: Position; readonly lod: number },
): void {
  const { context, ink } = frame;
  const { shape } = node;
  const { at, lod } = options;
  context.textBaseline = 'middle';
  if (shape.hasTank && node.fillIndex >= 0) paintTank(frame, node, options);
  if (shape.hasAcks && lod === 0) paintAcks(frame, node, at);
  if (!shape.hasMetrics) return;
  const bottom = at.y + shape.height - 1;
  if (lod === 0) {
    let x = at.x + 10;
    const y = bottom - sizes.metrics / 2 + 0.5;
    const right = at.x + shape.width - 8;
    for (const { label, text, isHot } of node.readings) {
      context.font = `400 11px ${ink.sans}`;
      context.letterSpacing = '0px';
      const labelWidth = context.measureText(label).width;
      context.font = `500 11px ${ink.mono}`;
      context.letterSpacing = '-0.22px';
      const textWidth = context.measureText(text).width;
      if (x + labelWidth + 4 + textWidth > right) break;
      context.fillStyle = isHot ? ink.errorText : ink.text;
      context.fillText(text, x + labelWidth + 4, y);
      context.font = `400 11px ${ink.sans}`;
      context.letterSpacing = '0px';
      context.fillStyle = ink.muted;
      context.fillText(label, x, y);
      x += labelWidth + 4 + textWidth + 9;
    }
  }
  if (node.busyIndex >= 0) {
    const width = shape.width - 2;
    context.fillStyle = ink.track;
    foot(context, { x: at.x + 1, y: bottom - 3, width, height: 3 });
    if (node.busy > 0) {
      context.fillStyle = tone(ink, node.busy, true);
      foot(context, { x: at.x + 1, y: bottom - 3, width: Math.max(2, width * node.busy), height: 3 });
    }
  }
}

function paintTank(
  frame: Frame,
  node: NodeItem,
  options: { readonly at: Position; readonly lod: number },
): void {
  const { context, ink } = frame;
  const { at, lod } = options;
  const { shape, fill, capacity } = node;
  const box = { x: at.x + 11, y: at.y + 45, width: shape.width - 26, height: 12 };
  bar(context, box, ink.track, 3);
  const share = capacity > 0 ? Math.min(1, fill / capacity) : 0;
  if (share > 0) {
    const colour =
      share >= 0.99 ? ink.errorHatch : share > 0.85 ? ink.warnHatch : share > 0.6 ? ink.warn : ink.water;
    bar(context, { ...box, width: Math.max(2, box.width * share) }, colour, 3);
  }
  if (node.transactionCapacity !== undefined && capacity > 0) {
    context.fillStyle = ink.text;
    const x = box.x + box.width * Math.min(1, node.transactionCapacity / capacity);
    context.fillRect(x - 0.75, box.y - 3, 1.5, 18);
  }
  if (lod > 0) return;
  context.textAlign = 'right';
  const right = at.x + shape.width - 15;
  context.font = `400 12px ${ink.mono}`;
  context.letterSpacing = '-0.24px';
  context.fillStyle = ink.muted;
  const of = ` / ${capacity >= 1e6 ? `${capacity / 1e6}M` : capacity.toLocaleString('en-US')}`;
  context.fillText(of, right, at.y + 22);
  const ofWidth = context.measureText(of).width;
  context.font = `500 12px ${ink.mono}`;
  context.fillStyle = ink.text;
  context.fillText(node.count, right - ofWidth, at.y + 22);
  context.font = `400 10px ${ink.sans}`;
  context.letterSpacing = '0px';
  context.fillStyle = ink.muted;
  context.fillText(node.note, right, at.y + 69);
  context.textAlign = 'left';
}

const checkPath = new Path2D('M10 3 4.5 8.5l-2.5-2.5');
const crossPath = new Path2D('M9 3 3 9M3 3l6 6');

function paintAcks(frame: Frame, node: NodeItem, at: Position): void {
  const { context, ink } = frame;
  const y = at.y + sizes.head + 1 + sizes.acks / 2;
  let x = at.x + 10;
  context.font = `500 11px ${ink.mono}`;
  context.letterSpacing = '-0.22px';
  const parts = [
    { path: checkPath, text: node.acked, icon: ink.ok, colour: ink.text },
    node.isFailing
      ? { path: crossPath, text: node.failed, icon: ink.errorText, colour: ink.errorText }
      : { path: crossPath, text: node.failed, icon: ink.muted, colour: ink.muted },
  ];
  for (const { path, text, icon, colour } of parts) {
    context.save();
    context.translate(x, y - 6);
    context.strokeStyle = icon;
    context.lineWidth = 1.2;
    context.lineCap = 'round';
    context.stroke(path);
    context.restore();
    context.fillStyle = colour;
    context.fillText(text, x + 16, y + 0.5);
    x += 16 + context.measureText(text).width + 12;
  }
}

function paintBand(frame: Frame, node: NodeItem, at: Position): void {
  const { context, ink } = frame;
  const share = node.fillIndex >= 0 && node.capacity > 0 ? node.fill / node.capacity : node.busy;
  if (node.busyIndex < 0 && node.fillIndex < 0) return;
  context.fillStyle = tone(ink, share, true);
  context.fillRect(at.x + 1, at.y + node.shape.height - 11, node.shape.width - 2, 10);
}

function tone(ink: Ink, share: number, hasPattern = false): CanvasPattern | string {
  if (share > 0.95) return hasPattern ? ink.errorHatch : ink.error;
  return share > 0.8 ? ink.warn : ink.water;
}

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function bar(context: CanvasRenderingContext2D, r: Rect, colour: CanvasPattern | string, radius = 1.5): void {
  context.fillStyle = colour;
  context.beginPath();
  context.roundRect(r.x, r.y, r.width, r.height, radius);
  context.fill();
}

/** A bar along the lower edge of a node, whose corners it follows. */
function foot(context: CanvasRenderingContext2D, r: Rect): void {
  context.beginPath();
  context.roundRect(r.x, r.y, r.width, r.height, [0, 0, 4, 4]);
  context.fill();
}
