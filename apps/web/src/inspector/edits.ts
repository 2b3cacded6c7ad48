import type { FieldSpecs } from '@sluice/component';
import { type ConfigTarget, configure, type Flow, rename } from '@sluice/flow';
import type { Fix, Json } from '@sluice/ir';
import { editFlow } from '../canvas/canvas-actions.ts';
import { catalog } from '../engines.ts';
import { useFlowStore } from '../store/flow-store.ts';

function exists(flow: Flow, target: ConfigTarget): boolean {
  if ('component' in target) return Object.hasOwn(flow.components, target.component);
  if ('system' in target) return Object.hasOwn(flow.systems, target.system);
  return Object.hasOwn(flow.connections, target.connection);
}

/** Sets a field; where the field allows it, the run that is going on takes it too. */
export function setField(
  target: ConfigTarget,
  fields: FieldSpecs,
  name: string,
  value: Json | undefined,
): void {
  const { flow } = useFlowStore.getState();
  if (!exists(flow, target)) return;
  const spec = fields[name];
  editFlow(`Set ${spec?.label ?? name}`, (before) => configure(before, target, { field: name, value }));
}

/** Does what a diagnostic offers. */
export function applyFix(fix: Fix): void {
  const { flow } = useFlowStore.getState();
  const { component, system, connection, field } = fix;
  const value = fix.value as Json | undefined;
  if (component !== undefined) {
    const fields = catalog.component(flow.components[component]?.type ?? '')?.config ?? {};
    setField({ component }, fields, field, value);
  } else if (connection !== undefined) setField({ connection }, {}, field, value);
  else if (system !== undefined) setField({ system }, {}, field, value);
}

/** Gives a component or a system another name; an empty one changes nothing. */
export function renameTo(id: string, name: string): void {
  const { flow } = useFlowStore.getState();
  const part = flow.components[id] ?? flow.systems[id];
  const fresh = name.trim();
  if (!part || fresh === '' || fresh === part.name) return;
  editFlow(`Rename ${part.name}`, (before) => rename(before, id, fresh));
}
