import './palette.css';
import type { ComponentSpec, EngineDefinition } from '@sluice/component';
import { type KeyboardEvent, type ReactElement, useMemo, useRef, useState } from 'react';
import { dragType } from '../canvas/Canvas.tsx';
import { addComponentHere } from '../canvas/canvas-actions.ts';
import { engineIdOf } from '../canvas/looks.ts';
import { focusNode } from '../canvas/viewport.ts';
import { catalog } from '../engines.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { Icon } from '../ui/Icon.tsx';
import { Tile } from '../ui/Tile.tsx';
import { type PaletteSection, sectionsOf } from './palette-rows.ts';
import { Mark, TargetMarks } from './TargetMarks.tsx';

type EngineId = EngineDefinition['id'];

/** The components of each engine, to drag, click or add by key. */
export function Palette(): ReactElement {
  const first = useFlowStore((s) => Object.values(s.flow.systems)[0]?.type);
  const [chosen, setChosen] = useState<EngineId>();
  const [words, setWords] = useState('');
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<string>();
  const list = useRef<HTMLDivElement>(null);
  const engine = chosen ?? (first === undefined ? 'flume' : engineIdOf(first));
  const sections = useMemo(() => sectionsOf(catalog, engine, words), [engine, words]);
  const rows = sections.flatMap((s) => (folded.has(s.key) && words === '' ? [] : s.rows));
  const current = rows.some((r) => r.id === active) ? active : rows[0]?.id;

  const add = (spec: ComponentSpec | undefined, isByKey: boolean): void => {
    if (!spec) return;
    const id = addComponentHere({ type: spec.id });
    if (id !== undefined && isByKey) announceStay();
  };
  const onListKey = (event: KeyboardEvent): void => {
    const index = rows.findIndex((r) => r.id === current);
    const next = event.key === 'ArrowDown' ? index + 1 : event.key === 'ArrowUp' ? index - 1 : undefined;
    if (next === undefined) return;
    event.preventDefault();
    const row = rows[next];
    if (!row) {
      if (next < 0) document.querySelector<HTMLElement>('[data-palette-search]')?.focus();
      return;
    }
    setActive(row.id);
    list.current?.querySelector<HTMLElement>(`[data-type="${CSS.escape(row.id)}"]`)?.focus();
  };

  return (
    <aside className="palette" aria-label="Palette">
      <div className="top">
        <label className="find">
          <Icon name="search" size={13} />
          <input
            data-palette-search
            aria-label="Find a component"
            placeholder={placeholders[engine]}
            value={words}
            spellCheck={false}
            onChange={(event) => setWords(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') {
                event.preventDefault();
                const [row] = rows;
                if (row)
                  list.current?.querySelector<HTMLElement>(`[data-type="${CSS.escape(row.id)}"]`)?.focus();
              } else if (event.key === 'Enter') add(rows[0], true);
              else if (event.key === 'Escape') {
                if (words !== '') setWords('');
                else leaveToCanvas();
              } else return;
              event.stopPropagation();
            }}
          />
          <kbd>/</kbd>
        </label>
        <div className="engines" role="group" aria-label="Engine">
          {catalog.engines.map((e) => (
            <button
              type="button"
              key={e.id}
              aria-pressed={engine === e.id}
              aria-label={e.title}
              title={e.title}
              className={engine === e.id ? 'on' : ''}
              onClick={() => setChosen(e.id)}
            >
              <Tile engine={e.id} size={16} />
              <span>{e.title.split(' ')[0]}</span>
            </button>
          ))}
        </div>
      </div>
      <div className="list" ref={list} onKeyDown={onListKey} role="presentation">
        {sections.map((section) => (
          <Section
            key={section.key}
            section={section}
            isFolded={folded.has(section.key) && words === ''}
            current={current}
            onFold={() =>
              setFolded((now) => {
                const next = new Set(now);
                if (!next.delete(section.key)) next.add(section.key);
                return next;
              })
            }
            onAdd={add}
            onFocusRow={setActive}
          />
        ))}
        {sections.length === 0 ? <p className="muted none">No component matches “{words}”.</p> : null}
      </div>
      <div className="foot" aria-hidden="true">
        <span>
          <Mark target="flume" can="yes" />
          native
        </span>
        <span>
          <Mark target="flume" can="with-difference" />
          with a difference
        </span>
        <span>
          <Mark target="flume" can="no" />
          cannot
        </span>
      </div>
    </aside>
  );
}

const placeholders: { readonly [K in EngineId]: string } = {
  flume: 'Add source, channel, sink',
  storm: 'Add spout, bolt',
  spark: 'Add transformation, window',
};

/** After adding by key the focus stays: the next Enter adds the next one. */
function announceStay(): void {
  const { selection } = useFlowStore.getState();
  if (document.activeElement === document.body && selection.components[0]) focusNode(selection.components[0]);
}

function leaveToCanvas(): void {
  document.querySelector<HTMLElement>('.react-flow__node[tabindex="0"], .canvas')?.focus();
}

function Section({
  section,
  isFolded,
  current,
  onFold,
  onAdd,
  onFocusRow,
}: {
  readonly section: PaletteSection;
  readonly isFolded: boolean;
  readonly current: string | undefined;
  readonly onFold: () => void;
  readonly onAdd: (spec: ComponentSpec, isByKey: boolean) => void;
  readonly onFocusRow: (id: string) => void;
}): ReactElement {
  return (
    <section className="pgroup">
      <h2>
        <button type="button" className="fold" aria-expanded={!isFolded} onClick={onFold}>
          <Icon name={isFolded ? 'chevron-right' : 'chevron-down'} size={12} />
          {section.title}
          <span className="n">{section.rows.length}</span>
        </button>
      </h2>
      {isFolded
        ? null
        : section.rows.map((spec) => (
            <div
              key={spec.id}
              role="button"
              tabIndex={spec.id === current ? 0 : -1}
              className="pitem"
              aria-label={spec.title}
              title={spec.summary}
              data-type={spec.id}
              data-testid={`palette-${spec.id}`}
              draggable
              onDragStart={(event) => {
                event.dataTransfer.setData(dragType, spec.id);
                event.dataTransfer.effectAllowed = 'copy';
              }}
              onClick={() => onAdd(spec, false)}
              onFocus={() => onFocusRow(spec.id)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' && event.key !== ' ') return;
                event.preventDefault();
                onAdd(spec, true);
              }}
            >
              <Tile engine={engineIdOf(spec.id)} icon={spec.icon} size={20} />
              <span className="trunc">{spec.title}</span>
              <TargetMarks spec={spec} />
            </div>
          ))}
    </section>
  );
}
