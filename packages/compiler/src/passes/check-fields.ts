import type { Drawing } from '@sluice/component';
import { checkField, type FieldSpecs, kindOf } from '@sluice/component';
import type { Diagnostic, JsonObject } from '@sluice/ir';
import type { Applied } from './apply-defaults.ts';
import { connectionFieldsOf } from './apply-defaults.ts';
import type { Resolved } from './resolve-parts.ts';

type Place = { readonly component?: string; readonly system?: string; readonly connection?: string };

function checkAll(fields: FieldSpecs, config: JsonObject, drawn: JsonObject, place: Place): Diagnostic[] {
  const found = Object.entries(fields).flatMap(([name, spec]) =>
    checkField(name, spec, Object.hasOwn(config, name) ? config[name] : undefined, place),
  );
  const unknown = Object.keys(drawn)
    .filter((name) => !Object.hasOwn(fields, name))
    .map(
      (name): Diagnostic => ({
        code: 'FLOW_FIELD_UNKNOWN',
        severity: 'warning',
        message: `There is no field ${name} here; its value does nothing.`,
        at: { ...place, field: name },
        help: 'Remove it.',
        fix: { label: `Remove ${name}`, ...place, field: name, value: undefined },
      }),
    );
  return [...found, ...unknown];
}

/** Checks every value of every form, and that names tell parts apart. */
export function checkFields(drawing: Drawing, resolved: Resolved, applied: Applied): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const [id, { spec, drawn }] of resolved.systems) {
    const config = applied.systems.get(id)?.config ?? {};
    diagnostics.push(...checkAll(spec.config, config, drawn.config, { system: id }));
  }
  for (const [id, { spec, drawn }] of resolved.components) {
    const config = applied.components.get(id)?.config ?? {};
    diagnostics.push(...checkAll(spec.config, config, drawn.config, { component: id, system: drawn.system }));
  }
  for (const [id, connection] of applied.connections) {
    const drawn = drawing.connections[id];
    if (drawn === undefined) continue;
    const fields = connectionFieldsOf(drawn, resolved);
    diagnostics.push(...checkAll(fields, connection.config, drawn.config, { connection: id }));
  }
  return [...diagnostics, ...checkNames(applied)];
}

/** Two components of one kind in one system must have different names; attached ones count per host. */
function checkNames(applied: Applied): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const seen = new Map<string, string>();
  for (const { id, name, spec, system, host } of applied.components.values()) {
    const key = JSON.stringify([system, kindOf(spec.id), host ?? null, name]);
    const other = seen.get(key);
    if (other === undefined) {
      seen.set(key, id);
      continue;
    }
    diagnostics.push({
      code: 'FLOW_NAME_DUPLICATE',
      severity: 'error',
      message: `Two ${kindOf(spec.id)} components of one system are called ${name}.`,
      at: { component: id, system },
      help: 'Rename one of them.',
    });
  }
  return diagnostics;
}
