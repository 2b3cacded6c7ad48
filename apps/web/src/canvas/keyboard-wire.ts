import { catalog } from '../engines.ts';
import { only } from '../store/flow-selection.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { connectHere } from './canvas-actions.ts';
import { announce, type PortRef, useCanvasStore } from './canvas-store.ts';
import { legalEnds, legalSets } from './connect.ts';
import { placementOf } from './placement.ts';
import { focusNode, reveal } from './viewport.ts';

/** Begins a wire at the selected component: its first output with a legal end, else its first such input. */
export function startKeyboardWire(): void {
  const { flow, selection } = useFlowStore.getState();
  const component = selection.components[0];
  const spec =
    component === undefined ? undefined : catalog.component(flow.components[component]?.type ?? '');
  if (component === undefined || !spec) return;
  const name = flow.components[component]?.name ?? component;
  const ports: PortRef[] = [
    ...spec.outputs.map((p): PortRef => ({ component, port: p.name, side: 'out' })),
    ...spec.inputs.map((p): PortRef => ({ component, port: p.name, side: 'in' })),
  ];
  for (const from of ports) {
    const ends = inReadingOrder(legalEnds(catalog, flow, from));
    const candidate = ends[0];
    if (!candidate) continue;
    useCanvasStore.setState({ wire: { from, by: 'keyboard', ...legalSets(ends), candidate } });
    say(candidate, 0, ends.length);
    return;
  }
  announce(`Nothing can be connected to ${name} now.`);
}

/** Aims at the next or the previous legal end. */
export function aimWire(step: 1 | -1): void {
  const { wire } = useCanvasStore.getState();
  if (wire?.by !== 'keyboard') return;
  const ends = inReadingOrder(legalEnds(catalog, useFlowStore.getState().flow, wire.from));
  const now = ends.findIndex(
    (e) => e.component === wire.candidate?.component && e.port === wire.candidate.port,
  );
  const index = (now + step + ends.length) % Math.max(1, ends.length);
  const candidate = ends[index];
  if (!candidate) return;
  useCanvasStore.setState({ wire: { ...wire, candidate } });
  say(candidate, index, ends.length);
}

/** Ends the wire where it aims. */
export function finishKeyboardWire(): void {
  const { wire } = useCanvasStore.getState();
  cancelWire();
  if (wire?.candidate && connectHere(wire.from, wire.candidate)) {
    useFlowStore.getState().select(only('component', wire.candidate.component));
    focusNode(wire.candidate.component);
  }
}

/** Gives the wire up. */
export function cancelWire(): void {
  useCanvasStore.setState({ wire: undefined, refusal: undefined });
}

function say(end: PortRef, index: number, count: number): void {
  const name = useFlowStore.getState().flow.components[end.component]?.name;
  announce(`Connect to ${name}, ${index + 1} of ${count}. Arrows choose, Enter connects, Escape cancels.`);
  reveal(end.component);
}

/** Ends from top left to bottom right, so that arrows move as the eye does. */
function inReadingOrder(ends: readonly PortRef[]): readonly PortRef[] {
  const { positions } = placementOf(useFlowStore.getState().flow, catalog);
  const at = (e: PortRef): { x: number; y: number } => positions.get(e.component) ?? { x: 0, y: 0 };
  return [...ends].sort((a, b) => at(a).x - at(b).x || at(a).y - at(b).y);
}
