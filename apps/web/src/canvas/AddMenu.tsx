import { type ComponentSpec, kindOf, refuseConnection } from '@sluice/component';
import { addComponent } from '@sluice/flow';
import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { catalog } from '../engines.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { Tile } from '../ui/Tile.tsx';
import { addComponentHere } from './canvas-actions.ts';
import { type AddMenuState, type PortRef, useCanvasStore } from './canvas-store.ts';
import { endsOf } from './connect.ts';
import { engineIdOf, kindWord } from './looks.ts';
import { useReturnFocus } from './use-return-focus.ts';

/** What a wire let go on empty canvas, or a double click there, may become. */
export function AddMenu(): ReactElement | null {
  const menu = useCanvasStore((s) => s.addMenu);
  return menu ? <OpenAddMenu key={`${menu.at.x},${menu.at.y}`} menu={menu} /> : null;
}

function close(): void {
  useCanvasStore.setState({ addMenu: undefined });
}

function OpenAddMenu({ menu }: { readonly menu: AddMenuState }): ReactElement {
  const [words, setWords] = useState('');
  const [index, setIndex] = useState(0);
  const root = useRef<HTMLDivElement>(null);
  useReturnFocus();
  const { from } = menu;
  const fitting = useMemo(() => fittingSpecs(from), [from]);
  const shown = fitting
    .filter((spec) =>
      `${spec.title} ${kindOf(spec.id)} ${spec.summary}`.toLowerCase().includes(words.toLowerCase()),
    )
    .slice(0, 40);
  const chosen = shown[Math.min(index, shown.length - 1)];
  useEffect(() => {
    const outside = (event: PointerEvent): void => {
      if (!root.current?.contains(event.target as Node)) close();
    };
    window.addEventListener('pointerdown', outside, true);
    return () => window.removeEventListener('pointerdown', outside, true);
  }, []);
  const take = (spec: ComponentSpec | undefined): void => {
    if (!spec) return;
    close();
    const x = from?.side === 'in' ? menu.place.x - 208 : menu.place.x;
    addComponentHere({ type: spec.id, at: { x, y: menu.place.y - 22 }, ...(from ? { from } : {}) });
  };
  const left = Math.min(menu.at.x, window.innerWidth - 280);
  const top = Math.min(menu.at.y, window.innerHeight - 320);
  return (
    <div className="pop add-menu" style={{ left, top }} ref={root} role="dialog" aria-label="Add a component">
      <input
        className="add-search"
        aria-label="Find a component that fits"
        aria-controls="add-menu-list"
        aria-activedescendant={chosen ? `add-${chosen.id}` : undefined}
        role="combobox"
        aria-expanded="true"
        placeholder={from ? 'What comes here?' : 'Add a component'}
        value={words}
        ref={(field) => field?.focus()}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          setIndex(0);
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'ArrowDown') setIndex((i) => Math.min(i + 1, shown.length - 1));
          else if (event.key === 'ArrowUp') setIndex((i) => Math.max(0, i - 1));
          else if (event.key === 'Enter') take(chosen);
          else if (event.key === 'Escape') close();
          else return;
          event.preventDefault();
        }}
      />
      <div id="add-menu-list" role="listbox" aria-label="Components that fit" className="add-list">
        {shown.map((spec) => (
          <button
            type="button"
            role="option"
            tabIndex={-1}
            id={`add-${spec.id}`}
            key={spec.id}
            aria-selected={spec === chosen}
            className={`menu-item${spec === chosen ? ' on' : ''}`}
            onClick={() => take(spec)}
            onPointerEnter={() => setIndex(shown.indexOf(spec))}
          >
            <Tile engine={engineIdOf(spec.id)} icon={spec.icon} size={20} />
            {spec.title}
            <span className="note">{kindWord(spec)}</span>
          </button>
        ))}
      </div>
      {shown.length === 0 ? <p className="muted add-none">Nothing fits here.</p> : null}
    </div>
  );
}

/** Components that can be connected to the wire's start; without a wire, all that stand on the canvas. */
function fittingSpecs(from: PortRef | undefined): readonly ComponentSpec[] {
  const all = catalog.engines
    .flatMap((engine) => engine.components)
    .filter((s) => s.attachesTo === undefined);
  if (!from) return all;
  const { flow } = useFlowStore.getState();
  const system = flow.components[from.component]?.system;
  if (system === undefined) return [];
  const side = from.side === 'out' ? 'in' : 'out';
  return all.filter((spec) =>
    (side === 'in' ? spec.inputs : spec.outputs).some(({ name, carries }) => {
      const id = 'candidate-of-add-menu';
      const isLink = carries.startsWith('link.');
      const trial = addComponent(flow, { id, type: spec.id, name: spec.title, system });
      const ends = endsOf(from, { component: id, port: name, side });
      return ends !== undefined && !isLink && refuseConnection(catalog, trial, ends) === undefined;
    }),
  );
}
