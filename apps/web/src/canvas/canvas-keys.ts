import type { KeyboardEvent } from 'react';
import { nothing, only } from '../store/flow-selection.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { deleteSelected, goToNearest, nudge, renameSelected } from './canvas-actions.ts';
import { useCanvasStore } from './canvas-store.ts';
import { sizes } from './geometry.ts';
import { aimWire, cancelWire, finishKeyboardWire, startKeyboardWire } from './keyboard-wire.ts';

const arrows: { readonly [key: string]: { readonly x: number; readonly y: number } } = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Keys that act on the canvas while it, or something on it, has the focus. */
export function canvasKeys(event: KeyboardEvent<HTMLElement>): void {
  const target = event.target as HTMLElement;
  if (target.closest('input, textarea, [contenteditable="true"], [role="menu"], [role="listbox"], .add-menu'))
    return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  takeFocusAsSelection(target, event.key);
  if (press(event, target)) {
    event.preventDefault();
    event.stopPropagation();
  }
}

function press(event: KeyboardEvent<HTMLElement>, target: HTMLElement): boolean {
  const { wire } = useCanvasStore.getState();
  const arrow = arrows[event.key];
  if (wire?.by === 'keyboard') {
    if (arrow) aimWire(arrow.x + arrow.y > 0 ? 1 : -1);
    else if (event.key === 'Enter' || event.key === 'c') finishKeyboardWire();
    else if (event.key === 'Escape') cancelWire();
    else return false;
    return true;
  }
  if (arrow) {
    if (event.shiftKey) nudge({ x: arrow.x * sizes.grid, y: arrow.y * sizes.grid });
    else goToNearest(arrow);
    return true;
  }
  switch (event.key) {
    case 'Delete':
    case 'Backspace':
      deleteSelected();
      return true;
    case 'F2':
      renameSelected();
      return true;
    case 'c':
    case 'C':
      startKeyboardWire();
      return true;
    case 'Enter':
      if (target.closest('button, .react-flow__controls')) return false;
      document.querySelector<HTMLElement>('.inspector [role="tab"][aria-selected="true"]')?.focus();
      return true;
    case ' ':
      return target.closest('button') === null;
    case 'Escape':
      cancelWire();
      useCanvasStore.setState({ addMenu: undefined, contextMenu: undefined });
      useFlowStore.getState().select(nothing);
      return true;
    default:
      return false;
  }
}

/** A key pressed on a focused node or edge is meant for that one, even when Tab has not selected it yet. */
function takeFocusAsSelection(target: HTMLElement, key: string): void {
  if (key === 'Tab' || key === 'Shift') return;
  const element = target.closest<HTMLElement>('.react-flow__node, .react-flow__edge');
  const id = element?.dataset.id;
  if (id === undefined || target.closest('button')) return;
  const { flow, selection, select } = useFlowStore.getState();
  const kind = Object.hasOwn(flow.systems, id)
    ? 'system'
    : Object.hasOwn(flow.components, id)
      ? 'component'
      : 'connection';
  const chosen =
    kind === 'system'
      ? selection.systems
      : kind === 'component'
        ? selection.components
        : selection.connections;
  if (!chosen.includes(id)) select(only(kind, id));
}
