import { type ReactElement, useEffect, useRef } from 'react';
import { useFlowStore } from '../store/flow-store.ts';
import { Icon } from '../ui/Icon.tsx';
import {
  copySelected,
  deleteSelected,
  duplicateSelected,
  layOutHere,
  pasteHere,
  renameSelected,
  selectAll,
} from './canvas-actions.ts';
import { type ContextMenuState, useCanvasStore } from './canvas-store.ts';
import { startKeyboardWire } from './keyboard-wire.ts';
import { useReturnFocus } from './use-return-focus.ts';
import { fitFlow } from './viewport.ts';

interface Row {
  readonly label: string;
  readonly icon: string;
  readonly keys?: readonly string[];
  readonly isDanger?: boolean;
  readonly run: () => void;
}

type Rows = readonly (Row | 'line')[];

const remove: Row = { label: 'Delete', icon: 'trash-2', keys: ['Del'], isDanger: true, run: deleteSelected };
const rename: Row = { label: 'Rename', icon: 'pencil', keys: ['F2'], run: renameSelected };
const copyText = (): void => {
  const text = copySelected();
  // Refused without permission; the clip is kept in this tab all the same.
  if (text !== undefined) void navigator.clipboard?.writeText(text).catch(() => undefined);
};

function rowsFor(target: ContextMenuState['target']): Rows {
  switch (target.kind) {
    case 'component':
      return [
        { label: 'Connect to …', icon: 'cable', keys: ['C'], run: startKeyboardWire },
        rename,
        'line',
        { label: 'Copy', icon: 'copy', keys: ['Ctrl', 'C'], run: copyText },
        { label: 'Duplicate', icon: 'copy', keys: ['Ctrl', 'D'], run: duplicateSelected },
        remove,
      ];
    case 'system':
      return [rename, { label: 'Copy what is inside', icon: 'copy', run: copyText }, 'line', remove];
    case 'connection':
      return [remove];
    case 'canvas': {
      const { place } = target;
      const at = useCanvasStore.getState().contextMenu?.at ?? { x: 0, y: 0 };
      return [
        {
          label: 'Add a component',
          icon: 'plus',
          keys: ['/'],
          run: () => useCanvasStore.setState({ addMenu: { at, place } }),
        },
        { label: 'Paste', icon: 'clipboard-paste', keys: ['Ctrl', 'V'], run: () => pasteHere() },
        { label: 'Select all', icon: 'group', keys: ['Ctrl', 'A'], run: selectAll },
        'line',
        { label: 'Lay out', icon: 'network', run: layOutHere },
        { label: 'Fit flow', icon: 'maximize', keys: ['Shift', '1'], run: () => fitFlow() },
      ];
    }
  }
}

/** The menu of the right mouse button. */
export function ContextMenu(): ReactElement | null {
  const menu = useCanvasStore((s) => s.contextMenu);
  return menu ? <OpenMenu key={`${menu.at.x},${menu.at.y}`} menu={menu} /> : null;
}

function close(): void {
  useCanvasStore.setState({ contextMenu: undefined });
}

function OpenMenu({ menu }: { readonly menu: ContextMenuState }): ReactElement {
  const root = useRef<HTMLDivElement>(null);
  const isReadOnly = useFlowStore((s) => s.isTextBroken);
  useReturnFocus();
  useEffect(() => {
    root.current?.querySelector('button')?.focus();
    const outside = (event: PointerEvent): void => {
      if (!root.current?.contains(event.target as Node)) close();
    };
    window.addEventListener('pointerdown', outside, true);
    return () => window.removeEventListener('pointerdown', outside, true);
  }, []);
  const rows = (): HTMLButtonElement[] => [...(root.current?.querySelectorAll('button') ?? [])];
  const go = (place: number): void => rows().at(place)?.focus();
  const step = (by: number): void => {
    const all = rows();
    go((all.indexOf(document.activeElement as HTMLButtonElement) + by + all.length) % all.length);
  };
  const left = Math.min(menu.at.x, window.innerWidth - 220);
  const top = Math.min(menu.at.y, window.innerHeight - 240);
  return (
    <div
      className="pop menu canvas-menu"
      role="menu"
      aria-label="Actions"
      tabIndex={-1}
      ref={root}
      style={{ left, top }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown') step(1);
        else if (event.key === 'ArrowUp') step(-1);
        else if (event.key === 'Home') go(0);
        else if (event.key === 'End') go(-1);
        else if (event.key === 'Escape' || event.key === 'Tab') close();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {rowsFor(menu.target).map((row, i) =>
        row === 'line' ? (
          // separators have no identity beyond their place
          <div key={`line${i}`} className="menu-sep" role="separator" />
        ) : (
          <button
            type="button"
            role="menuitem"
            key={row.label}
            disabled={isReadOnly}
            className={`menu-item${row.isDanger ? ' danger' : ''}`}
            onClick={() => {
              close();
              row.run();
            }}
          >
            <Icon name={row.icon} size={13} {...(row.isDanger ? {} : { className: 'muted' })} />
            {row.label}
            {row.keys ? (
              <span className="k">
                {row.keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </span>
            ) : null}
          </button>
        ),
      )}
    </div>
  );
}
