import type { JsonObject } from '@sluice/ir';
import type { Box, Flow } from '../flow.ts';
import { removeComponents } from './components.ts';
import { assertFree, edit, systemOf } from './support.ts';

export interface NewSystem {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly config?: JsonObject;
  readonly extra?: { readonly [key: string]: string };
  readonly box?: Box;
}

/** Adds an empty system. */
export function addSystem(flow: Flow, system: NewSystem): Flow {
  assertFree(flow, system.id);
  return edit(flow, (draft) => {
    const { id, box, extra, config, ...rest } = system;
    draft.systems[id] = { ...rest, config: { ...config }, ...(extra && { extra: { ...extra } }) };
    if (box) draft.layout.systems[id] = { x: box.x, y: box.y, width: box.width, height: box.height };
  });
}

/** Removes a system, everything in it, and its text when no other system uses that. */
export function removeSystem(flow: Flow, id: string): Flow {
  const { text } = systemOf(flow, id);
  const inside = Object.keys(flow.components).filter((c) => flow.components[c]?.system === id);
  return edit(removeComponents(flow, inside), (draft) => {
    delete draft.systems[id];
    delete draft.layout.systems[id];
    const isUsed = Object.values(flow.systems).filter((s) => s.text === text).length > 1;
    if (text !== undefined && !isUsed) delete draft.texts[text];
  });
}
