/** What a person does on the canvas, as functions: pointer, keyboard, menus and commands all call these. */
import {
  type Clip,
  copy,
  disconnect,
  type Flow,
  moveComponents,
  type Position,
  paste,
  reconnect,
  removeComponents,
  removeSystem,
} from '@sluice/flow';
import { catalog } from '../engines.ts';
import {
  type AddRequest,
  addToFlow,
  connectEnds,
  growBoxes,
  layOutFlow,
  settlePlaces,
  withSystemsFor,
} from '../store/edit-actions.ts';
import { nothing, only } from '../store/flow-selection.ts';
import { type ApplyOptions, useFlowStore } from '../store/flow-store.ts';
import { toast } from '../ui/toasts.ts';
import { announce, type PortRef, useCanvasStore } from './canvas-store.ts';
import { endsOf } from './connect.ts';
import { placementOf } from './placement.ts';
import { fitFlow, focusNode, keepFocus, middleOfView, reveal } from './viewport.ts';

/** Edits the flow; places that were only computed so far are written down with the first edit. */
export function editFlow(label: string, recipe: (flow: Flow) => Flow, options?: ApplyOptions): void {
  const { apply, isTextBroken } = useFlowStore.getState();
  if (isTextBroken) {
    toast({ tone: 'warn', text: 'The text does not parse. Mend or undo it first; the canvas follows it.' });
    return;
  }
  apply(label, (flow) => recipe(settlePlaces(flow, catalog)), options);
}

/** Adds a component and selects it; says why when it cannot. Returns its id. */
export function addComponentHere(request: AddRequest): string | undefined {
  const { flow, selection } = useFlowStore.getState();
  const beside = request.beside ?? (request.at || request.from ? undefined : selection.components[0]);
  const middle = request.middle ?? middleOfView();
  const added = addToFlow(settlePlaces(flow, catalog), catalog, {
    ...request,
    ...(beside === undefined ? {} : { beside }),
    ...(middle ? { middle } : {}),
  });
  if ('refused' in added) {
    toast({ tone: 'warn', text: added.refused });
    announce(added.refused);
    return undefined;
  }
  const { id } = added;
  const component = added.flow.components[id];
  const title = catalog.component(request.type)?.title ?? request.type;
  const { host } = component ?? {};
  editFlow(`Add ${title}`, () => added.flow, {
    select: host === undefined ? only('component', id) : { ...only('component', host), attached: id },
  });
  announce(`Added ${title} ${component?.name}.`);
  requestAnimationFrame(() => reveal(host ?? id));
  return id;
}

/** Connects two ports, or moves connection `replaced` to them; says why when it cannot. */
export function connectHere(a: PortRef, b: PortRef, replaced?: string): boolean {
  const { flow } = useFlowStore.getState();
  const ends = endsOf(a, b);
  if (!ends) return false;
  const names = `${flow.components[ends.from.component]?.name} to ${flow.components[ends.to.component]?.name}`;
  const after =
    replaced === undefined
      ? connectEnds(flow, catalog, ends)
      : reconnect(flow, replaced, { from: ends.from, to: ends.to });
  if (!after) return false;
  editFlow(`Connect ${names}`, () => after);
  announce(`Connected ${names}.`);
  return true;
}

/** Removes everything that is selected. */
export function deleteSelected(): void {
  const { flow, selection } = useFlowStore.getState();
  const { components, systems, connections, attached } = selection;
  if (attached !== undefined) {
    editFlow(`Remove ${flow.components[attached]?.name}`, (f) => removeComponents(f, [attached]), {
      select: only('component', flow.components[attached]?.host ?? ''),
    });
    return;
  }
  const count = components.length + systems.length + connections.length;
  if (count === 0) return;
  const one =
    flow.components[components[0] ?? '']?.name ?? flow.systems[systems[0] ?? '']?.name ?? 'connection';
  const label = count === 1 ? `Delete ${one}` : `Delete ${count} items`;
  editFlow(
    label,
    (before) => {
      let after = removeComponents(disconnect(before, connections), components);
      for (const id of systems) after = removeSystem(after, id);
      return after;
    },
    { select: nothing },
  );
  announce(`${label.replace('Delete', 'Deleted')}.`);
  keepFocus();
  toast({
    tone: 'plain',
    text: label.replace('Delete', 'Deleted'),
    action: { label: 'Undo', run: () => useFlowStore.getState().undo() },
  });
}

let clipboard: Clip | undefined;
let pastes = 0;
const clipMark = 'sluice-clip:';

/** Takes the selection as a clip, also as text for other tabs; undefined when nothing is selected. */
export function copySelected(): string | undefined {
  const { flow, selection } = useFlowStore.getState();
  const ids = [
    ...selection.components,
    ...Object.keys(flow.components).filter((id) =>
      selection.systems.includes(flow.components[id]?.system ?? ''),
    ),
  ];
  if (ids.length === 0) return undefined;
  const taken = settlePlaces(flow, catalog);
  clipboard = copy(taken, ids);
  pastes = 0;
  return clipMark + JSON.stringify(clipboard);
}

/** Pastes a clip: from the text another tab copied, else the last one of this tab. */
export function pasteHere(text?: string): void {
  const clip = readClip(text) ?? clipboard;
  if (!clip || Object.keys(clip.components).length === 0) return;
  pastes++;
  insert('Paste', clip, { x: 32 * pastes, y: 32 * pastes });
}

/** Copies the selection beside itself. */
export function duplicateSelected(): void {
  const before = clipboard;
  if (copySelected() === undefined || !clipboard) return;
  const clip = clipboard;
  clipboard = before;
  insert('Duplicate', clip, { x: 32, y: 48 });
}

function insert(verb: string, clip: Clip, offset: Position): void {
  const { flow } = useFlowStore.getState();
  const housed = withSystemsFor(settlePlaces(flow, catalog), catalog, clip);
  const pasted = paste(housed.flow, housed.clip, { offset });
  const ids = [...pasted.ids.values()].filter((id) => pasted.flow.components[id]?.host === undefined);
  const components = ids.filter((id) => Object.hasOwn(pasted.flow.components, id));
  if (components.length === 0) return;
  const systems = [...new Set(components.map((id) => pasted.flow.components[id]?.system ?? ''))];
  const count = components.length;
  const label = `${verb} ${count === 1 ? pasted.flow.components[components[0] ?? '']?.name : `${count} components`}`;
  editFlow(label, () => growBoxes(pasted.flow, catalog, systems), { select: { ...nothing, components } });
}

function readClip(text: string | undefined): Clip | undefined {
  if (text === undefined || !text.startsWith(clipMark)) return undefined;
  try {
    const value: unknown = JSON.parse(text.slice(clipMark.length));
    const isClip =
      typeof value === 'object' &&
      value !== null &&
      'components' in value &&
      'connections' in value &&
      'layout' in value;
    return isClip ? (value as Clip) : undefined;
  } catch {
    return undefined;
  }
}

/** Selects all components. */
export function selectAll(): void {
  const { flow, select } = useFlowStore.getState();
  select({
    ...nothing,
    components: Object.keys(flow.components).filter((id) => flow.components[id]?.host === undefined),
  });
}

/** Moves the selected components by a few pixels; repeated presses are one undo step. */
export function nudge(by: Position): void {
  const { flow, selection } = useFlowStore.getState();
  const { components } = selection;
  if (components.length === 0) return;
  const { positions } = placementOf(flow, catalog);
  const moved = Object.fromEntries(
    components.flatMap((id) => {
      const at = positions.get(id);
      return at ? [[id, { x: at.x + by.x, y: at.y + by.y }] as const] : [];
    }),
  );
  const systems = [...new Set(components.map((id) => flow.components[id]?.system ?? ''))];
  editFlow('Move', (before) => growBoxes(moveComponents(before, moved), catalog, systems), {
    key: `nudge:${components.join()}`,
  });
}

/** Arranges the flow; one undo step. */
export function layOutHere(): void {
  const { flow } = useFlowStore.getState();
  const count =
    Object.keys(placementOf(flow, catalog).positions).length || Object.keys(flow.components).length;
  if (count === 0) return;
  editFlow('Lay out', (before) => layOutFlow(before, catalog));
  requestAnimationFrame(() => fitFlow());
}

/** Starts editing the name of what is selected. */
export function renameSelected(): void {
  const { selection } = useFlowStore.getState();
  const id = selection.components[0] ?? selection.systems[0];
  if (id !== undefined) useCanvasStore.setState({ renaming: id });
}

/** Selects the nearest component in a direction from the selected one, and focuses it. */
export function goToNearest(direction: Position): void {
  const { flow, selection, select } = useFlowStore.getState();
  const { positions, shapes } = placementOf(flow, catalog);
  const middle = (id: string): Position | undefined => {
    const at = positions.get(id);
    const shape = shapes.get(id);
    return at && shape ? { x: at.x + shape.width / 2, y: at.y + shape.height / 2 } : undefined;
  };
  const start = selection.components.at(-1);
  const from = start === undefined ? undefined : middle(start);
  let best: { id: string; cost: number } | undefined;
  for (const id of positions.keys()) {
    const to = middle(id);
    if (!to || id === start) continue;
    const [dx, dy] = from ? [to.x - from.x, to.y - from.y] : [to.x, to.y];
    const along = dx * direction.x + dy * direction.y;
    const across = Math.abs(dx * direction.y) + Math.abs(dy * direction.x);
    if (from && along < 8) continue;
    const cost = from ? along + across * 2 : Math.abs(dx) + Math.abs(dy);
    if (!best || cost < best.cost) best = { id, cost };
  }
  if (!best) return;
  select(only('component', best.id));
  reveal(best.id);
  focusNode(best.id);
}
