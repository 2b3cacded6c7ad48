/** Compositions of edits that need to know the catalog: what one gesture on the canvas does. All pure. */
import { type Catalog, type ComponentSpec, kindOf, refuseConnection } from '@sluice/component';
import {
  addComponent,
  addSystem,
  attach,
  attachedIds,
  type Box,
  type Clip,
  connect,
  type Flow,
  type FlowComponent,
  moveComponents,
  newId,
  newName,
  type Position,
  removeComponents,
  resizeSystem,
} from '@sluice/flow';
import { type PortRef } from '../canvas/canvas-store.ts';
import { bestEnd, endsOf } from '../canvas/connect.ts';
import { boxAround, snap, union } from '../canvas/geometry.ts';
import { layOut } from '../canvas/layout.ts';
import { membersOf, placementOf } from '../canvas/placement.ts';

export interface AddRequest {
  readonly type: string;
  /** Top left of the new node; a free place is found when left out. */
  readonly at?: Position;
  /** A port to connect the new component to, when that is legal. */
  readonly from?: PortRef;
  /** The component it is placed beside, or attached to. */
  readonly beside?: string;
  /** Where the middle of the view is, for the first component of a flow. */
  readonly middle?: Position;
}

/** A flow with one component more, or the reason why not. */
export type Added = { readonly flow: Flow; readonly id: string } | { readonly refused: string };

/** Kinds of attached components of which a host has at most one. */
const single: ReadonlySet<string> = new Set(['selector']);

/** Adds a component where it belongs, with the system box it needs, and connects it when that is legal. */
export function addToFlow(flow: Flow, catalog: Catalog, request: AddRequest): Added {
  const spec = catalog.component(request.type);
  if (!spec) return { refused: `There is no component ${request.type}.` };
  if (spec.attachesTo !== undefined) return attachToFlow(flow, catalog, spec, request);
  const housed = systemFor(flow, catalog, request);
  if ('refused' in housed) return housed;
  const position = request.at ?? freePlace(housed.flow, catalog, housed.system, request);
  const place = { x: snap(position.x), y: snap(position.y) };
  const id = newId(housed.flow, baseName(spec));
  const name = newName(housed.flow, housed.system, baseName(spec));
  let after = addComponent(housed.flow, { id, type: spec.id, name, system: housed.system, position: place });
  after = growBoxes(after, catalog, [housed.system]);
  const from =
    request.from ?? (request.beside === undefined ? undefined : freeEnd(after, catalog, request.beside, id));
  if (from) after = connectPorts(after, catalog, from, id) ?? after;
  return { flow: after, id };
}

/** The name a new component starts from: the kind where a text refers to it, else the engine's word for it. */
export function baseName(spec: ComponentSpec): string {
  const [engine, kind, name] = spec.id.split('.');
  return engine === 'flume' && spec.attachesTo === undefined ? `${kind}1` : (name ?? spec.id);
}

function attachToFlow(flow: Flow, catalog: Catalog, spec: ComponentSpec, request: AddRequest): Added {
  const kind = spec.attachesTo ?? '';
  const host = hostFor(flow, catalog, spec, request);
  if (host === undefined)
    return { refused: `${spec.title} belongs to a ${kind}. Select a ${kind} first, or drop it on one.` };
  const replaced = single.has(kindOf(spec.id))
    ? attachedIds(flow, host).filter((id) => kindOf(flow.components[id]?.type ?? '') === kindOf(spec.id))
    : [];
  const cleared = removeComponents(flow, replaced);
  const id = newId(cleared, baseName(spec));
  const taken = new Set(attachedIds(cleared, host).map((a) => cleared.components[a]?.name));
  let name = baseName(spec);
  for (let n = 2; taken.has(name); n++) name = `${baseName(spec)}${n}`;
  return { flow: attach(cleared, { id, type: spec.id, name, host }), id };
}

function hostFor(flow: Flow, catalog: Catalog, spec: ComponentSpec, request: AddRequest): string | undefined {
  const engine = catalog.engineOf(spec.id);
  const canHost = (id: string | undefined): id is string => {
    const type = id === undefined ? '' : (flow.components[id]?.type ?? '');
    return kindOf(type) === spec.attachesTo && catalog.engineOf(type) === engine;
  };
  if (canHost(request.beside)) return request.beside;
  const { at } = request;
  const hosts = Object.keys(flow.components).filter(canHost);
  if (at) {
    const { positions, shapes } = placementOf(flow, catalog);
    const under = hosts.find((id) => {
      const p = positions.get(id);
      const s = shapes.get(id);
      return (
        p &&
        s &&
        at.x >= p.x - 8 &&
        at.x <= p.x + s.width + 8 &&
        at.y >= p.y - 8 &&
        at.y <= p.y + s.height + 32
      );
    });
    if (under !== undefined) return under;
  }
  return hosts.length === 1 ? hosts[0] : undefined;
}

function systemFor(
  flow: Flow,
  catalog: Catalog,
  request: AddRequest,
): { readonly flow: Flow; readonly system: string } | { readonly refused: string } {
  const engine = catalog.engineOf(request.type);
  const spec = engine?.systems[0];
  if (!engine || !spec) return { refused: `${request.type} belongs to no engine.` };
  const isOurs = (id: string): boolean => catalog.engineOf(flow.systems[id]?.type ?? '') === engine;
  const neighbour = request.from?.component ?? request.beside;
  const near = neighbour === undefined ? undefined : flow.components[neighbour]?.system;
  if (near !== undefined && isOurs(near)) return { flow, system: near };
  const { boxes } = placementOf(flow, catalog);
  const ours = Object.keys(flow.systems).filter(isOurs);
  const { at } = request;
  const around = at && ours.find((id) => contains(boxes.get(id), at));
  const chosen = around ?? (at === undefined || ours.length > 0 ? nearest(ours, boxes, at) : undefined);
  if (chosen !== undefined) return { flow, system: chosen };
  const word = spec.id.split('.')[1] ?? 'system';
  const id = newId(flow, `${word}1`);
  const names = new Set(Object.values(flow.systems).map((s) => s.name));
  let number = 1;
  while (names.has(`${word}${number}`)) number++;
  const start = at ?? startOf(boxes, request.middle);
  return {
    flow: addSystem(flow, {
      id,
      type: spec.id,
      name: `${word}${number}`,
      box: { x: snap(start.x) - 16, y: snap(start.y) - 48, width: 480, height: 208 },
    }),
    system: id,
  };
}

function contains(box: Box | undefined, at: Position): boolean {
  return (
    box !== undefined &&
    at.x >= box.x &&
    at.y >= box.y &&
    at.x <= box.x + box.width &&
    at.y <= box.y + box.height
  );
}

function nearest(
  ids: readonly string[],
  boxes: ReadonlyMap<string, Box>,
  at: Position | undefined,
): string | undefined {
  if (!at) return ids[0];
  const distance = (id: string): number => {
    const box = boxes.get(id);
    if (!box) return Number.POSITIVE_INFINITY;
    const dx = Math.max(box.x - at.x, 0, at.x - box.x - box.width);
    const dy = Math.max(box.y - at.y, 0, at.y - box.y - box.height);
    return Math.hypot(dx, dy);
  };
  return [...ids].sort((a, b) => distance(a) - distance(b))[0];
}

/** Where a new system starts: in the middle of the view when there is none yet, else below the others. */
function startOf(boxes: ReadonlyMap<string, Box>, middle: Position | undefined): Position {
  const all = [...boxes.values()];
  if (all.length === 0) return middle ? { x: middle.x - 320, y: middle.y - 40 } : { x: 0, y: 0 };
  return {
    x: Math.min(...all.map((b) => b.x)) + 16,
    y: Math.max(...all.map((b) => b.y + b.height)) + 64 + 48,
  };
}

/** A free place: right of `beside` or the wire's start, else after the last component of the system. */
function freePlace(flow: Flow, catalog: Catalog, system: string, request: AddRequest): Position {
  const { positions, shapes, boxes } = placementOf(flow, catalog);
  const spec = catalog.component(request.type);
  const taken = membersOf(flow, system).flatMap((id) => {
    const at = positions.get(id);
    const shape = shapes.get(id);
    return at && shape ? [{ ...at, width: shape.width, height: shape.height }] : [];
  });
  const box = boxes.get(system);
  const neighbour = request.from?.component ?? request.beside;
  const at = neighbour === undefined ? undefined : positions.get(neighbour);
  const shape = neighbour === undefined ? undefined : shapes.get(neighbour);
  const goesLeft = request.from?.side === 'in';
  const last = taken.at(-1);
  let place: Position;
  if (at && shape) place = { x: goesLeft ? at.x - 80 - 208 : at.x + shape.width + 80, y: at.y };
  else if (last)
    place = spec?.inputs.length === 0 ? { x: last.x, y: last.y } : { x: last.x + last.width + 80, y: last.y };
  else place = box ? { x: box.x + 16, y: box.y + 48 } : (request.middle ?? { x: 0, y: 0 });
  place = { x: snap(place.x), y: snap(place.y) };
  const height = 112;
  const clashes = (p: Position): boolean =>
    taken.some(
      (t) =>
        p.x < t.x + t.width + 16 && p.x + 216 + 16 > t.x && p.y < t.y + t.height + 16 && p.y + height > t.y,
    );
  while (clashes(place)) place = { x: place.x, y: place.y + 16 };
  return place;
}

/** A port of `beside` that may be connected to the new component `id`. */
function freeEnd(flow: Flow, catalog: Catalog, beside: string, id: string): PortRef | undefined {
  const spec = catalog.component(flow.components[beside]?.type ?? '');
  for (const side of ['out', 'in'] as const) {
    for (const { name, carries } of (side === 'out' ? spec?.outputs : spec?.inputs) ?? []) {
      if (carries.startsWith('link.')) continue;
      const from: PortRef = { component: beside, port: name, side };
      if ('port' in bestEnd(catalog, flow, from, id)) return from;
    }
  }
  return undefined;
}

/** Connects a port with a component; undefined when that is not legal. */
export function connectPorts(flow: Flow, catalog: Catalog, from: PortRef, to: string): Flow | undefined {
  const best = bestEnd(catalog, flow, from, to);
  if (!('port' in best)) return undefined;
  const ends = endsOf(from, best.port);
  return ends ? connectEnds(flow, catalog, ends) : undefined;
}

/** Draws a connection between two ports; undefined when that is refused. */
export function connectEnds(
  flow: Flow,
  catalog: Catalog,
  ends: NonNullable<ReturnType<typeof endsOf>>,
): Flow | undefined {
  if (refuseConnection(catalog, flow, ends) !== undefined) return undefined;
  return connect(flow, { id: newId(flow, `${ends.from.component}-to-${ends.to.component}`), ...ends });
}

/** Makes the boxes of systems large enough for what is in them. */
export function growBoxes(flow: Flow, catalog: Catalog, systems: readonly string[]): Flow {
  const { positions, shapes } = placementOf(flow, catalog);
  let after = flow;
  for (const id of systems) {
    const inside = membersOf(flow, id).flatMap((c) => {
      const at = flow.layout.components[c] ?? positions.get(c);
      const shape = shapes.get(c);
      return at && shape ? [{ ...at, width: shape.width, height: shape.height }] : [];
    });
    if (inside.length === 0) continue;
    const needed = boxAround(inside, { x: 0, y: 0 });
    const box = after.layout.systems[id];
    after = resizeSystem(after, id, box ? union(box, needed) : needed);
  }
  return after;
}

/** Arranges the whole flow. */
export function layOutFlow(flow: Flow, catalog: Catalog): Flow {
  const { shapes } = placementOf(flow, catalog);
  const { positions, boxes } = layOut(flow, shapes);
  let after = moveComponents(flow, Object.fromEntries(positions));
  for (const [id, box] of boxes) after = resizeSystem(after, id, box);
  return after;
}

/** Writes down the places that were only computed so far (components that came from a text). */
export function settlePlaces(flow: Flow, catalog: Catalog): Flow {
  const { positions, boxes } = placementOf(flow, catalog);
  const missing = [...positions].filter(([id]) => flow.layout.components[id] === undefined);
  if (missing.length === 0) return flow;
  let after = moveComponents(flow, Object.fromEntries(missing));
  for (const [id, box] of boxes) if (!after.layout.systems[id]) after = resizeSystem(after, id, box);
  return growBoxes(after, catalog, Object.keys(after.systems));
}

/** A clip whose systems exist: components of systems the flow lacks go to one of their engine, made if need be. */
export function withSystemsFor(
  flow: Flow,
  catalog: Catalog,
  clip: Clip,
): { readonly flow: Flow; readonly clip: Clip } {
  let after = flow;
  const components: Record<string, FlowComponent> = {};
  for (const [id, component] of Object.entries(clip.components)) {
    if (Object.hasOwn(after.systems, component.system)) {
      components[id] = component;
      continue;
    }
    const housed = systemFor(after, catalog, { type: component.type });
    if ('refused' in housed) continue;
    after = housed.flow;
    components[id] = { ...component, system: housed.system };
  }
  return { flow: after, clip: { ...clip, components } };
}
