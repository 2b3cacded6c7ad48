import type { Json } from '@sluice/ir';
import { FlowEditError } from '../errors.ts';
import type { Flow, FlowText } from '../flow.ts';
import { isSafeKey } from '../schema.ts';
import { componentOf, connectionOf, edit, systemOf } from './support.ts';

/** What an edit of one property is about. */
export type ConfigTarget =
  | { readonly component: string }
  | { readonly system: string }
  | { readonly connection: string };

/** Sets a field of a component, system or connection; `undefined` goes back to the default. */
export function configure(
  flow: Flow,
  target: ConfigTarget,
  setting: { readonly field: string; readonly value: Json | undefined },
): Flow {
  const { field, value } = setting;
  if (!isSafeKey(field)) throw new FlowEditError(`${field} is no field.`);
  return edit(flow, (draft) => {
    const config = (
      'component' in target
        ? (componentOf(flow, target.component), draft.components[target.component])
        : 'system' in target
          ? (systemOf(flow, target.system), draft.systems[target.system])
          : (connectionOf(flow, target.connection), draft.connections[target.connection])
    )?.config as Record<string, Json> | undefined;
    if (!config) return;
    if (value === undefined) delete config[field];
    else config[field] = value;
  });
}

/** Sets a property the spec does not know, in the engine's spelling; `undefined` removes it. */
export function setExtra(
  flow: Flow,
  target: { readonly component: string } | { readonly system: string },
  setting: { readonly key: string; readonly value: string | undefined },
): Flow {
  const { key, value } = setting;
  if (!isSafeKey(key)) throw new FlowEditError(`${key} is no property.`);
  if ('component' in target) componentOf(flow, target.component);
  else systemOf(flow, target.system);
  return edit(flow, (draft) => {
    const part = 'component' in target ? draft.components[target.component] : draft.systems[target.system];
    if (!part) return;
    const extra: Record<string, string> = { ...part.extra };
    if (value === undefined) delete extra[key];
    else extra[key] = value;
    if (Object.keys(extra).length > 0) part.extra = extra;
    else delete part.extra;
  });
}

/** Renames a component or a system; ids and everything that refers to them stay. */
export function rename(flow: Flow, id: string, name: string): Flow {
  return edit(flow, (draft) => {
    const part = Object.hasOwn(flow.components, id) ? draft.components[id] : draft.systems[id];
    if (!part) throw new FlowEditError(`There is no component or system ${id}.`);
    if (part.name !== name) part.name = name;
  });
}

/** Changes the title and, when given, the summary of the flow. */
export function renameFlow(flow: Flow, name: string, summary?: string): Flow {
  return edit(flow, (draft) => {
    draft.name = name;
    if (summary !== undefined) draft.summary = summary;
  });
}

/** Stores a text under an id, new or not. Only a drawing read from it makes systems follow it. */
export function setText(flow: Flow, id: string, text: FlowText): Flow {
  return edit(flow, (draft) => {
    const old = draft.texts[id];
    if (!old) draft.texts[id] = { ...text };
    else {
      if (old.language !== text.language) old.language = text.language;
      if (old.content !== text.content) old.content = text.content;
    }
  });
}

/** Says which text a system is edited as; `undefined` detaches it, and a text nobody uses goes away. */
export function setSystemText(flow: Flow, system: string, text: string | undefined): Flow {
  const old = systemOf(flow, system).text;
  if (old === text) return flow;
  return edit(flow, (draft) => {
    const part = draft.systems[system];
    if (!part) return;
    if (text === undefined) delete part.text;
    else if (Object.hasOwn(flow.texts, text)) part.text = text;
    else throw new FlowEditError(`There is no text ${text}.`);
    const isUsed = Object.entries(flow.systems).some(([id, s]) => id !== system && s.text === old);
    if (old !== undefined && !isUsed) delete draft.texts[old];
  });
}
