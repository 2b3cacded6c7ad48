/**
 * What edits mean for the run that is going on: fields that may change while a flow runs go to it at once, wherever
 * the edit came from (a form, undo, a fix, the text lane, another tab); everything else waits for the next run.
 */
import { type Catalog, checkField, type FieldSpecs } from '@sluice/component';
import { type Flow, type FlowComponent, isEqual } from '@sluice/flow';
import type { JsonObject } from '@sluice/ir';

/** A field of a component as a run takes it. */
export interface LiveChange {
  readonly component: string;
  readonly field: string;
  readonly value: unknown;
}

/** The live fields that differ between two states of a flow; values that are not valid stay away from the run. */
export function liveChanges(catalog: Catalog, before: Flow, after: Flow): readonly LiveChange[] {
  if (before.components === after.components) return [];
  return Object.entries(after.components).flatMap(([component, now]) => {
    const old = before.components[component];
    if (old === undefined || old.type !== now.type || old.config === now.config) return [];
    const fields: FieldSpecs = catalog.component(now.type)?.config ?? {};
    return Object.entries(fields).flatMap(([field, spec]): LiveChange[] => {
      const value = now.config[field];
      if (spec.isLive !== true || isEqual(old.config[field], value)) return [];
      if (checkField(field, spec, value, {}).length > 0) return [];
      return [{ component, field, value: value ?? spec.default }];
    });
  });
}

/** Whether a run of `ran` does not do what is drawn now. Places, names and live fields make no difference. */
export function needsNewRun(catalog: Catalog, ran: Flow, now: Flow): boolean {
  if (ran === now) return false;
  return !isEqual(essence(catalog, ran), essence(catalog, now));
}

function essence(catalog: Catalog, { systems, components, connections }: Flow): unknown {
  return {
    systems: mapped(systems, ({ type, config }) => ({ type, config })),
    components: mapped(components, (one) => ({ ...one, name: '', config: lasting(catalog, one) })),
    connections,
  };
}

function lasting(catalog: Catalog, { type, config }: FlowComponent): JsonObject {
  const fields: FieldSpecs = catalog.component(type)?.config ?? {};
  return Object.fromEntries(Object.entries(config).filter(([name]) => fields[name]?.isLive !== true));
}

function mapped<T, R>(parts: { readonly [id: string]: T }, to: (part: T) => R): { readonly [id: string]: R } {
  return Object.fromEntries(Object.entries(parts).map(([id, part]) => [id, to(part)]));
}
