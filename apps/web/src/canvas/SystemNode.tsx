import { configure } from '@sluice/flow';
import { type Node, type NodeProps, NodeResizer } from '@xyflow/react';
import { memo, type ReactElement } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { catalog } from '../engines.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { hasEnded, useRunStore } from '../store/run-store.ts';
import { Icon } from '../ui/Icon.tsx';
import { Tile } from '../ui/Tile.tsx';
import { useCanvasStore } from './canvas-store.ts';
import { engineIdOf, engineLooks } from './looks.ts';
import { RenameField } from './RenameField.tsx';
import { headerSettings, systemFacts } from './words.ts';

/** A system on the canvas. */
export type SystemNodeType = Node<Record<string, never>, 'system'>;

/** Draws the box of an agent, a topology or a streaming context; it is moved by its header. */
export const SystemNode = memo(function SystemNode({
  id,
  selected,
}: NodeProps<SystemNodeType>): ReactElement | null {
  const system = useFlowStore((s) => s.flow.systems[id]);
  const facts = useFlowStore(
    useShallow((s) =>
      s.flow.systems[id] ? systemFacts[engineIdOf(s.flow.systems[id].type)](s.flow, id) : [],
    ),
  );
  const isRenaming = useCanvasStore((s) => s.renaming === id);
  if (!system) return null;
  const engine = engineIdOf(system.type);
  return (
    <>
      <NodeResizer
        isVisible={selected}
        minWidth={256}
        minHeight={144}
        lineClassName="frame-edge"
        handleClassName="frame-corner"
      />
      <section
        className={`frame ${engine}${selected ? ' selected' : ''}`}
        data-testid={`system-${system.name}`}
      >
        <header className="frame-head" data-node={id}>
          <Tile engine={engine} size={20} isSolid />
          {isRenaming ? (
            <RenameField id={id} name={system.name} />
          ) : (
            <span className="name mono trunc">{system.name}</span>
          )}
          <span className="kind nowrap">{engineLooks[engine].systemWord}</span>
          <span className="facts">
            <HeaderSetting id={id} />
            {facts.map((fact) => (
              <span key={fact} className="nowrap">
                {fact}
              </span>
            ))}
            <SystemState id={id} word={engineLooks[engine].runningWord} />
          </span>
        </header>
      </section>
    </>
  );
});

function SystemState({ id, word }: { readonly id: string; readonly word: string }): ReactElement {
  const status = useRunStore((s) => (hasEnded(s.info) ? undefined : s.info?.status));
  const errors = useFlowStore(
    (s) => s.problems.systems[id]?.filter((d) => d.severity === 'error').length ?? 0,
  );
  if (status === 'running') {
    return (
      <span className="row state-word">
        <Icon name="circle-check" size={12} className="ok" />
        {word}
      </span>
    );
  }
  if (status !== undefined) return <span className="row state-word">{status}</span>;
  if (errors > 0) {
    return (
      <span className="row state-word err">
        <Icon name="circle-x" size={12} />
        {errors} {errors === 1 ? 'problem' : 'problems'}
      </span>
    );
  }
  return <span className="row state-word">not running</span>;
}

/** The one setting that stands in the header itself, such as the batch interval of a streaming context. */
function HeaderSetting({ id }: { readonly id: string }): ReactElement | null {
  const system = useFlowStore((s) => s.flow.systems[id]);
  const setting = system && headerSettings[engineIdOf(system.type)];
  const field = setting && catalog.system(system.type)?.config[setting.field];
  if (!system || !setting || field?.type !== 'integer') return null;
  const value = system.config[setting.field] ?? field.default ?? 0;
  return (
    <label className="header-setting nodrag nopan">
      {setting.label}
      <input
        key={String(value)}
        type="text"
        inputMode="numeric"
        className="num"
        aria-label={`${field.label} of ${system.name}`}
        defaultValue={String(value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
        onBlur={(event) => {
          const next = Number(event.currentTarget.value);
          if (!Number.isSafeInteger(next) || next === value) {
            event.currentTarget.value = String(value);
            return;
          }
          useFlowStore
            .getState()
            .apply(`Set ${field.label.toLowerCase()} of ${system.name}`, (flow) =>
              configure(
                flow,
                { system: id },
                { field: setting.field, value: next === field.default ? undefined : next },
              ),
            );
        }}
      />
      {field.unit}
    </label>
  );
}
