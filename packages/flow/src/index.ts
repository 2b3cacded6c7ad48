export { applyPatches } from './apply-patches.ts';
export { change, diffFlows, invert } from './change.ts';
export type { NewAttachment, NewComponent } from './edits/components.ts';
export {
  addComponent,
  attach,
  attachedIds,
  moveToSystem,
  removeComponents,
  reorderAttached,
} from './edits/components.ts';
export type { ConnectionEnd, NewConnection } from './edits/connections.ts';
export { connect, disconnect, reconnect } from './edits/connections.ts';
export type { Clip, Pasted } from './edits/copy.ts';
export { copy, duplicate, paste } from './edits/copy.ts';
export { moveComponents, moveSystem, resizeSystem } from './edits/layout.ts';
export type { ConfigTarget } from './edits/properties.ts';
export { configure, rename, renameFlow, setExtra, setSystemText, setText } from './edits/properties.ts';
export type { DrawingReading } from './edits/replace-drawing.ts';
export { replaceDrawing } from './edits/replace-drawing.ts';
export type { NewSystem } from './edits/systems.ts';
export { addSystem, removeSystem } from './edits/systems.ts';
export { FlowEditError, FlowPatchConflict } from './errors.ts';
export type {
  Box,
  Change,
  Flow,
  FlowComponent,
  FlowConnection,
  FlowSystem,
  FlowText,
  Patch,
  Position,
} from './flow.ts';
export { emptyFlow } from './flow.ts';
export { newId, newName, toSlug } from './ids.ts';
export { isEqual } from './json-equal.ts';
export type { FlowReading } from './parse-flow.ts';
export { checkFlow, parseFlow } from './parse-flow.ts';
export { printFlow } from './print-flow.ts';
export { currentMinor, flowSchema, idPattern, limits } from './schema.ts';
export type { Flaw } from './well-formed.ts';
export { findFlaws } from './well-formed.ts';
