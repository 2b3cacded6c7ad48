import type { ComponentSpec, PortSpec } from '@sluice/component';
import type { Box, Flow, FlowComponent, Position } from '@sluice/flow';
import type { JsonObject } from '@sluice/ir';
import { kindLook } from './looks.ts';

/** Sizes of a node in pixels at zoom 1; the overlay draws by them, the styles must match. */
export const sizes = {
  head: 44,
  portY: 22,
  portGap: 26,
  acks: 24,
  strip: 30,
  tank: 40,
  metrics: 28,
  border: 2,
  systemHead: 30,
  chips: 24,
  grid: 16,
} as const;

/** One port where it stands on its node. */
export interface PortPlace {
  readonly name: string;
  readonly side: 'in' | 'out';
  readonly x: number;
  readonly y: number;
}

/** What a node shows and where, all from the spec and the config. */
export interface NodeShape {
  readonly width: number;
  readonly height: number;
  readonly ports: readonly PortPlace[];
  readonly hasTank: boolean;
  readonly hasAcks: boolean;
  readonly hasMetrics: boolean;
  /** Text of the expression line. */
  readonly strip?: string;
  readonly window?: WindowStrip;
}

/** Length and slide of a window for the strip of cells. */
export interface WindowStrip {
  readonly length: number;
  readonly slide: number;
  readonly unit: string;
}

/** The ports of a component whose type is not known: those its connections use. */
export interface UsedPorts {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** Works out what the node of a component looks like. */
export function shapeOf(spec: ComponentSpec | undefined, config: JsonObject, used?: UsedPorts): NodeShape {
  const look = kindLook(spec);
  const window = spec && windowOf(spec, config);
  const strip = spec && !window ? stripOf(spec, config) : undefined;
  const hasMetrics = !look.hasTank;
  const height =
    sizes.head +
    sizes.border +
    (look.hasTank ? sizes.tank : 0) +
    (look.hasAcks ? sizes.acks : 0) +
    (strip !== undefined || window ? sizes.strip : 0) +
    (hasMetrics ? sizes.metrics : 0);
  const inputs = spec ? spec.inputs.map((p: PortSpec) => p.name) : (used?.inputs ?? []);
  const outputs = spec ? spec.outputs.map((p: PortSpec) => p.name) : (used?.outputs ?? []);
  const ports: PortPlace[] = [
    ...inputs.map((name, i): PortPlace => ({ name, side: 'in', x: 0, y: sizes.portY + i * sizes.portGap })),
    ...outputs.map(
      (name, i): PortPlace => ({ name, side: 'out', x: look.width, y: sizes.portY + i * sizes.portGap }),
    ),
  ];
  return {
    width: look.width,
    height,
    ports,
    hasTank: look.hasTank,
    hasAcks: look.hasAcks,
    hasMetrics,
    ...(strip === undefined ? {} : { strip }),
    ...(window ? { window } : {}),
  };
}

/** The first expression, or the first list of assignments, of a component. */
function stripOf(spec: ComponentSpec, config: JsonObject): string | undefined {
  for (const [name, field] of Object.entries(spec.config)) {
    const value = config[name] ?? field.default;
    if (field.type === 'expression' && typeof value === 'string' && value !== '') return value;
    if (field.type === 'assignments' && Array.isArray(value) && value.length > 0) {
      return value
        .map((item) =>
          typeof item === 'object' && item !== null && 'name' in item ? `${item.name} = ${item.value}` : '',
        )
        .join(', ');
    }
  }
  return undefined;
}

/** Fields called `window…` and `slide…` make a window; the slide defaults to the length. */
function windowOf(spec: ComponentSpec, config: JsonObject): WindowStrip | undefined {
  const numbers = Object.entries(spec.config).filter(([, f]) => f.type === 'integer' || f.type === 'number');
  const named = (words: RegExp): { value: number; unit: string } | undefined => {
    const found = numbers.find(([name]) => words.test(name));
    const value = found && (config[found[0]] ?? found[1].default);
    return found && typeof value === 'number' && value > 0
      ? { value, unit: found[1].unit ?? 's' }
      : undefined;
  };
  const length = named(/^window/i);
  if (!length) return undefined;
  const slide = named(/^(slide|emit)/i);
  return { length: length.value, slide: slide?.value ?? length.value, unit: length.unit };
}

/** Where the middle of a port is on the canvas. */
export function portPoint(position: Position, shape: NodeShape, side: 'in' | 'out', name: string): Position {
  const port =
    shape.ports.find((p) => p.side === side && p.name === name) ?? shape.ports.find((p) => p.side === side);
  return {
    x: position.x + (port?.x ?? (side === 'in' ? 0 : shape.width)),
    y: position.y + (port?.y ?? sizes.portY),
  };
}

/** Snaps to the grid. */
export function snap(value: number): number {
  return Math.round(value / sizes.grid) * sizes.grid;
}

/** Above the nodes there is room for the words of an edge under the header. */
const pad = { left: 16, right: 24, top: 64, bottom: 40 };

/** The box a system needs to hold `boxes`; the default size when there are none. */
export function boxAround(boxes: readonly Box[], fallback: Position): Box {
  if (boxes.length === 0) return { ...fallback, width: 480, height: 240 };
  const left = Math.min(...boxes.map((b) => b.x)) - pad.left;
  const top = Math.min(...boxes.map((b) => b.y)) - pad.top;
  const right = Math.max(...boxes.map((b) => b.x + b.width)) + pad.right;
  const bottom = Math.max(...boxes.map((b) => b.y + b.height)) + pad.bottom;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The smallest box that holds both. */
export function union(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

/** Components that stand on the canvas themselves: all that are not attached to another. */
export function isDrawn(component: FlowComponent): boolean {
  return component.host === undefined;
}

/** The ports that the connections of a component of unknown type use. */
export function usedPorts(flow: Flow, id: string): UsedPorts {
  const inputs = new Set<string>();
  const outputs = new Set<string>();
  for (const { from, to } of Object.values(flow.connections)) {
    if (from.component === id) outputs.add(from.port);
    if (to.component === id) inputs.add(to.port);
  }
  return { inputs: [...inputs].sort(), outputs: [...outputs].sort() };
}
