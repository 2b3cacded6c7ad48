import { rename } from '@sluice/flow';
import { type ReactElement, useRef } from 'react';
import { useFlowStore } from '../store/flow-store.ts';
import { useCanvasStore } from './canvas-store.ts';

/** Edits a name in place: Enter or leaving takes it, Escape gives it up. */
export function RenameField({ id, name }: { readonly id: string; readonly name: string }): ReactElement {
  const isOver = useRef(false);
  const finish = (value: string | undefined): void => {
    if (isOver.current) return;
    isOver.current = true;
    const next = value?.trim() ?? '';
    if (next !== '' && next !== name) {
      useFlowStore.getState().apply(`Rename ${name} to ${next}`, (flow) => rename(flow, id, next));
    }
    useCanvasStore.setState({ renaming: undefined });
    document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)?.focus();
  };
  return (
    <input
      className="rename nodrag nopan"
      aria-label={`Name of ${name}`}
      defaultValue={name}
      maxLength={80}
      spellCheck={false}
      ref={(field) => {
        if (field && document.activeElement !== field && !isOver.current) {
          field.focus();
          field.select();
        }
      }}
      onBlur={(event) => finish(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') finish(event.currentTarget.value);
        if (event.key === 'Escape') finish(undefined);
      }}
    />
  );
}
