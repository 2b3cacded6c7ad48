// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openShortcuts } from './palette-state.ts';
import { registerCommands, useCommands } from './registry.ts';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';

let host: HTMLElement;
let root: Root;
beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  host = document.createElement('div');
  document.body.append(host);
  root = createRoot(host);
});
afterEach(() => {
  act(() => root.unmount());
  host.remove();
  useCommands.setState({ commands: [] });
});

test('the list tells the keys of all commands by place, those of the canvas too, and each key once', () => {
  const run = (): void => undefined;
  registerCommands([
    { id: 'a', title: 'Next part', shortcut: 'F6', run },
    { id: 'b', title: 'No key', run },
    { id: 'c', title: 'Redo', place: 'Edit', shortcut: ['$mod+Shift+z', '$mod+y'], run },
    { id: 'd', title: 'Connect', place: 'Canvas', keysOnCanvas: ['c'], run },
    { id: 'e', title: 'Next area', place: 'View', shortcut: 'F6', run },
  ]);
  act(() => openShortcuts());
  act(() => root.render(<ShortcutsDialog />));
  const rows = [...document.querySelectorAll('.shortcuts section')].map((one) => one.textContent);
  expect(rows).toEqual(['EditRedoCtrlShiftZorCtrlY', 'CanvasConnectC', 'ViewNext areaF6']);
});
