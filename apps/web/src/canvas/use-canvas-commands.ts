import { useEffect } from 'react';
import { type Command, registerCommands } from '../commands/registry.ts';
import { type LaneTab, showLane } from '../lane/lane-store.ts';
import { useFlowStore } from '../store/flow-store.ts';
import {
  deleteSelected,
  duplicateSelected,
  layOutHere,
  renameSelected,
  selectAll,
} from './canvas-actions.ts';
import { startKeyboardWire } from './keyboard-wire.ts';
import { setPanelSizes, usePanelSizes } from './panel-sizes.ts';
import { fitFlow, zoom } from './viewport.ts';

const hasSelection = (): boolean => {
  const { components, systems, connections } = useFlowStore.getState().selection;
  return components.length + systems.length + connections.length > 0;
};

const lanes: readonly { readonly tab: LaneTab; readonly title: string }[] = [
  { tab: 'text', title: 'Show text' },
  { tab: 'problems', title: 'Show problems' },
  { tab: 'plan', title: 'Show plan' },
  { tab: 'data', title: 'Show data' },
  { tab: 'log', title: 'Show log' },
];

const commands: readonly Command[] = [
  {
    id: 'edit.undo',
    title: 'Undo',
    place: 'Edit',
    icon: 'undo-2',
    shortcut: '$mod+z',
    enabled: () => useFlowStore.getState().undoLabel !== undefined,
    run: () => useFlowStore.getState().undo(),
  },
  {
    id: 'edit.redo',
    title: 'Redo',
    place: 'Edit',
    icon: 'redo-2',
    shortcut: ['$mod+Shift+z', '$mod+y'],
    enabled: () => useFlowStore.getState().redoLabel !== undefined,
    run: () => useFlowStore.getState().redo(),
  },
  { id: 'edit.select-all', title: 'Select all', place: 'Canvas', shortcut: '$mod+a', run: selectAll },
  {
    id: 'edit.duplicate',
    title: 'Duplicate',
    place: 'Canvas',
    icon: 'copy',
    shortcut: '$mod+d',
    enabled: hasSelection,
    run: duplicateSelected,
  },
  {
    id: 'edit.delete',
    title: 'Delete selection',
    place: 'Canvas',
    icon: 'trash-2',
    keysOnCanvas: ['Delete', 'Backspace'],
    enabled: hasSelection,
    run: deleteSelected,
  },
  {
    id: 'edit.rename',
    title: 'Rename',
    place: 'Canvas',
    icon: 'pencil',
    shortcut: 'F2',
    enabled: hasSelection,
    run: renameSelected,
  },
  {
    id: 'edit.connect',
    title: 'Connect selected to …',
    place: 'Canvas',
    icon: 'cable',
    keysOnCanvas: ['c'],
    enabled: hasSelection,
    run: startKeyboardWire,
  },
  {
    id: 'canvas.lay-out',
    title: 'Lay out',
    place: 'Canvas',
    icon: 'network',
    words: 'arrange tidy',
    run: layOutHere,
  },
  {
    id: 'canvas.fit',
    title: 'Fit flow',
    place: 'Canvas',
    icon: 'maximize',
    shortcut: 'Shift+!',
    run: () => fitFlow(),
  },
  { id: 'canvas.zoom-in', title: 'Zoom in', place: 'Canvas', icon: 'zoom-in', run: () => zoom('in') },
  { id: 'canvas.zoom-out', title: 'Zoom out', place: 'Canvas', icon: 'zoom-out', run: () => zoom('out') },
  { id: 'canvas.zoom-reset', title: 'Zoom to 100 %', place: 'Canvas', run: () => zoom('reset') },
  {
    id: 'palette.search',
    title: 'Add a component',
    place: 'Canvas',
    icon: 'plus',
    shortcut: '/',
    run: () => document.querySelector<HTMLElement>('[data-palette-search]')?.focus(),
  },
  {
    id: 'lane.fold',
    title: 'Fold or unfold the lane',
    place: 'View',
    run: () => setPanelSizes({ isLaneFolded: !usePanelSizes.getState().isLaneFolded }),
  },
  ...lanes.map(
    ({ tab, title }): Command => ({ id: `lane.${tab}`, title, place: 'View', run: () => showLane(tab) }),
  ),
  {
    id: 'view.next-area',
    title: 'Go to the next area of the screen',
    place: 'View',
    shortcut: 'F6',
    worksInFields: true,
    run: () => walkAreas(1),
  },
  {
    id: 'view.previous-area',
    title: 'Go to the area before',
    place: 'View',
    shortcut: 'Shift+F6',
    worksInFields: true,
    run: () => walkAreas(-1),
  },
];

/** What the canvas does with keys of its own, told in the list of shortcuts. */
const keysOnly: readonly Command[] = [
  { title: 'Go to the nearest component', keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] },
  { title: 'Move the selection', keys: ['Shift+ArrowLeft', 'Shift+ArrowRight'] },
  { title: 'Open the inspector', keys: ['Enter'] },
  { title: 'Copy, cut, paste', keys: ['$mod+c', '$mod+x', '$mod+v'] },
  { title: 'Give up a wire, select nothing', keys: ['Escape'] },
].map(({ title, keys }, place) => ({
  id: `canvas.keys-${place}`,
  title,
  place: 'Canvas',
  keysOnCanvas: keys,
  isKeysOnly: true,
  run: () => undefined,
}));

const areas = ['.topbar', '.runbar', '.palette', '.canvas', '.inspector', '.lane'];

/** Moves the focus to the next area of the screen, or with -1 to the one before. */
function walkAreas(step: 1 | -1): void {
  const now = areas.findIndex((area) => document.activeElement?.closest(area) != null);
  const from = now < 0 && step === -1 ? 0 : now;
  for (let i = 1; i <= areas.length; i++) {
    const area = document.querySelector(areas[(from + step * i + 2 * areas.length) % areas.length] ?? '');
    const inside = area?.querySelector<HTMLElement>(
      '.react-flow__node[tabindex="0"], [role="tab"][aria-selected="true"], input, button:not([tabindex="-1"]), a[href]',
    );
    const target = inside ?? (area instanceof HTMLElement && area.tabIndex >= -1 ? area : undefined);
    if (target) {
      target.focus();
      return;
    }
  }
}

/** Puts what the canvas can do into the command palette and on keys. */
export function useCanvasCommands(): void {
  useEffect(() => registerCommands([...commands, ...keysOnly]), []);
}
