import type { Box, Flow, Position } from '../flow.ts';
import { componentOf, edit, systemOf } from './support.ts';

/** Places components. */
export function moveComponents(flow: Flow, positions: { readonly [id: string]: Position }): Flow {
  for (const id of Object.keys(positions)) componentOf(flow, id);
  return edit(flow, (draft) => {
    for (const [id, { x, y }] of Object.entries(positions)) {
      const old = flow.layout.components[id];
      if (old?.x !== x || old.y !== y) draft.layout.components[id] = { x, y };
    }
  });
}

/** Places a system and gives it a size; what is inside stays where it is. */
export function resizeSystem(flow: Flow, id: string, box: Box): Flow {
  systemOf(flow, id);
  const old = flow.layout.systems[id];
  if (old && old.x === box.x && old.y === box.y && old.width === box.width && old.height === box.height) {
    return flow;
  }
  return edit(flow, (draft) => {
    draft.layout.systems[id] = { x: box.x, y: box.y, width: box.width, height: box.height };
  });
}

/** Moves a system and everything in it. */
export function moveSystem(flow: Flow, id: string, by: Position): Flow {
  systemOf(flow, id);
  return edit(flow, (draft) => {
    const box = draft.layout.systems[id];
    if (box) {
      box.x += by.x;
      box.y += by.y;
    }
    for (const [component, place] of Object.entries(draft.layout.components)) {
      if (flow.components[component]?.system !== id) continue;
      place.x += by.x;
      place.y += by.y;
    }
  });
}
