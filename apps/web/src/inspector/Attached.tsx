import { kindOf } from '@sluice/component';
import { removeComponents, reorderAttached } from '@sluice/flow';
import type { ReactElement } from 'react';
import { attachmentsOf } from '../canvas/attachments.ts';
import { addComponentHere, editFlow } from '../canvas/canvas-actions.ts';
import { catalog } from '../engines.ts';
import { only } from '../store/flow-selection.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { IconButton } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';

/** What hangs on a component (interceptors, a selector), in the order it works. */
export function Attached({ host }: { readonly host: string }): ReactElement | null {
  const flow = useFlowStore((state) => state.flow);
  const type = flow.components[host]?.type ?? '';
  const list = attachmentsOf(flow, host);
  const offered = (catalog.engineOf(type)?.components ?? []).filter((s) => s.attachesTo === kindOf(type));
  if (offered.length === 0 && list.length === 0) return null;
  const move = (index: number, by: number): void => {
    const ids = list.map(({ id }) => id);
    const [id] = ids.splice(index, 1);
    if (id === undefined) return;
    ids.splice(index + by, 0, id);
    editFlow(`Move ${flow.components[id]?.name}`, (before) => reorderAttached(before, host, ids));
  };
  return (
    <section className="fgroup" aria-label="Interceptors and selector">
      <h3>Interceptors and selector</h3>
      {list.map(({ id, component }, index) => {
        const spec = catalog.component(component.type);
        return (
          <div key={id} className="attached">
            <button
              type="button"
              className="pick"
              onClick={() => useFlowStore.getState().select({ ...only('component', host), attached: id })}
            >
              <Icon name={spec?.icon ?? 'box'} size={13} />
              <span className="mono">{component.name}</span>
              <span className="muted trunc">{spec?.title ?? component.type}</span>
            </button>
            <IconButton
              icon="arrow-up"
              size="sm"
              label={`Move ${component.name} up`}
              disabled={index === 0}
              onClick={() => move(index, -1)}
            />
            <IconButton
              icon="arrow-down"
              size="sm"
              label={`Move ${component.name} down`}
              disabled={index === list.length - 1}
              onClick={() => move(index, 1)}
            />
            <IconButton
              icon="x"
              size="sm"
              label={`Remove ${component.name}`}
              onClick={() => editFlow(`Remove ${component.name}`, (before) => removeComponents(before, [id]))}
            />
          </div>
        );
      })}
      <div className="frow stack">
        <div className="field">
          <select
            className="val"
            aria-label="Add interceptor or selector"
            value=""
            onChange={(event) => addComponentHere({ type: event.target.value, beside: host })}
          >
            <option value="">Add…</option>
            {offered.map((spec) => (
              <option key={spec.id} value={spec.id}>
                {spec.title} {kindOf(spec.id)}
              </option>
            ))}
          </select>
          <Icon name="chevron-down" size={13} className="muted" />
        </div>
      </div>
    </section>
  );
}
