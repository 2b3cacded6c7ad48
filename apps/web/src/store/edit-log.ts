import { applyPatches, type Change, type Flow, isEqual, type Patch } from '@sluice/flow';

/**
 * What one tab knows about one flow: the state the server confirmed, the edits it has not, and what can be undone.
 *
 * Invariants: `flow` equals `base` with the patches of `pending` applied in order; `done` holds this tab's own
 * edits only, oldest first. Every function is pure.
 */
export interface EditLog {
  readonly base: Flow;
  readonly revision: number;
  readonly pending: readonly PendingChange[];
  readonly flow: Flow;
  readonly done: readonly LoggedChange[];
  readonly undone: readonly LoggedChange[];
}

export interface PendingChange extends Change {
  /** Names the change among the pending ones of this tab. */
  readonly id: string;
  /** On its way to the server: later edits may not be folded into it. */
  readonly isSent: boolean;
  /** The revision it was made on: what others did since may collide with it, also when this tab has it by now. */
  readonly base: number;
}

export interface LoggedChange extends Change {
  /** Changes with an equal key that follow each other are one undo step (typing into one field). */
  readonly key?: string;
}

/** What undo or redo did; `refused` says why nothing happened. */
export interface Stepped {
  readonly log: EditLog;
  readonly refused?: string;
}

/** What happened to edits that were waiting when the state under them changed. */
export interface Rebased {
  readonly log: EditLog;
  /** Pending edits that no longer apply; they are gone from the log. */
  readonly dropped: readonly PendingChange[];
}

const undoLimit = 500;

/** Starts a log at a confirmed state, with edits left over from an earlier tab. */
export function openLog(base: Flow, revision: number, pending: readonly PendingChange[] = []): Rebased {
  const empty: EditLog = { base, revision, pending: [], flow: base, done: [], undone: [] };
  return replay(
    empty,
    pending.map((change) => ({ ...change, isSent: false })),
  );
}

/** Adds an edit whose result is `flow`. With a key equal to the last edit's it becomes part of that undo step. */
export function record(log: EditLog, flow: Flow, change: LoggedChange, id: string): EditLog {
  if (change.patches.length === 0) return log;
  const last = log.done.at(-1);
  const isSameStep = change.key !== undefined && last?.key === change.key && log.undone.length === 0;
  const done = isSameStep
    ? [...log.done.slice(0, -1), { ...fold(last, change), key: change.key }]
    : [...log.done, change].slice(-undoLimit);
  return { ...log, flow, pending: queue(log, change, id, isSameStep), done, undone: [] };
}

/** Ends the current undo step: the next edit starts a new one, whatever its key. */
export function seal(log: EditLog): EditLog {
  const last = log.done.at(-1);
  if (last?.key === undefined) return log;
  const { key: _key, ...sealed } = last;
  return { ...log, done: [...log.done.slice(0, -1), sealed] };
}

/** Takes back the last edit of this tab, unless somebody else changed the same place since. */
export function undo(log: EditLog, id: string): Stepped {
  const last = log.done.at(-1);
  if (!last) return { log, refused: 'There is nothing to undo.' };
  const rest = { ...log, done: log.done.slice(0, -1) };
  const flow = reverted(log.flow, last);
  if (!flow)
    return { log: rest, refused: `${quote(last.label)} cannot be undone: the same place was changed since.` };
  const change: Change = { label: `Undo ${lower(last.label)}`, patches: last.inverse, inverse: last.patches };
  return {
    log: { ...rest, flow, pending: queue(log, change, id, false), undone: [...log.undone, last] },
  };
}

/** Does the edit that was undone last again. */
export function redo(log: EditLog, id: string): Stepped {
  const next = log.undone.at(-1);
  if (!next) return { log, refused: 'There is nothing to redo.' };
  const rest = { ...log, undone: log.undone.slice(0, -1) };
  const flow = reverted(log.flow, { ...next, patches: next.inverse, inverse: next.patches });
  if (!flow)
    return { log: rest, refused: `${quote(next.label)} cannot be redone: the same place was changed since.` };
  return {
    log: { ...rest, flow, pending: queue(log, next, id, false), done: [...log.done, next] },
  };
}

/** Marks the first pending edit as on its way. */
export function markSent(log: EditLog, isSent: boolean): EditLog {
  const [first, ...others] = log.pending;
  return first ? { ...log, pending: [{ ...first, isSent }, ...others] } : log;
}

/** The server took the first pending edit as `revision`. */
export function acknowledge(log: EditLog, revision: number): EditLog {
  const [first, ...others] = log.pending;
  if (!first) return { ...log, revision };
  const pending = others.map((change) =>
    change.base >= revision - 1 ? { ...change, base: revision } : change,
  );
  return { ...log, base: applyPatches(log.base, first.patches), revision, pending };
}

/** The person knows what others did and wants the first waiting edit, and all in the same place, to go over it. */
export function insist(log: EditLog): EditLog {
  const [first] = log.pending;
  if (!first) return log;
  const isSamePlace = (a: Patch, b: Patch): boolean =>
    a.path.every((key, i) => i >= b.path.length || b.path[i] === key);
  const pending = log.pending.map((change) =>
    change.patches.some((a) => first.patches.some((b) => isSamePlace(a, b)))
      ? { ...change, base: log.revision }
      : change,
  );
  return { ...log, pending };
}

/** Somebody else changed the flow: their edit goes under the ones that wait here. */
export function receive(log: EditLog, patches: readonly Patch[], revision: number): Rebased {
  return rebase(log, applyPatches(log.base, patches), revision);
}

/** Puts the waiting edits on top of a newer confirmed state. */
export function rebase(log: EditLog, base: Flow, revision: number): Rebased {
  const { pending } = log;
  return replay({ ...log, base, revision, pending: [], flow: base }, pending);
}

/** Gives up the first waiting edit. */
export function dropFirst(log: EditLog): Rebased {
  return rebase({ ...log, pending: log.pending.slice(1) }, log.base, log.revision);
}

function replay(start: EditLog, pending: readonly PendingChange[]): Rebased {
  let flow = start.flow;
  const kept: PendingChange[] = [];
  const dropped: PendingChange[] = [];
  let confirmed = 0;
  for (const waiting of pending) {
    // Confirmed already, by an answer that never came.
    if (reverted(flow, waiting)) {
      confirmed++;
      continue;
    }
    const isOnConfirmed = waiting.base + confirmed === start.revision;
    const change = isOnConfirmed ? { ...waiting, base: start.revision } : waiting;
    const next = tryApply(flow, change.patches);
    if (!next) {
      dropped.push(change);
      continue;
    }
    flow = next;
    kept.push(change);
  }
  return { log: { ...start, flow, pending: kept }, dropped };
}

/** The flow without `change`, or undefined when what it did is no longer what is there. */
function reverted(flow: Flow, change: Change): Flow | undefined {
  const before = tryApply(flow, change.inverse);
  const again = before && tryApply(before, change.patches);
  return again && isEqual(again, flow) ? before : undefined;
}

/** Applies patches, or says undefined when a place they name does not exist. */
export function tryApply(flow: Flow, patches: readonly Patch[]): Flow | undefined {
  try {
    return applyPatches(flow, patches);
  } catch {
    return undefined;
  }
}

function queue(
  { pending, revision }: EditLog,
  change: Change,
  id: string,
  mayFold: boolean,
): readonly PendingChange[] {
  const last = pending.at(-1);
  if (mayFold && last && !last.isSent) return [...pending.slice(0, -1), { ...last, ...fold(last, change) }];
  const { label, patches, inverse } = change;
  return [...pending, { id, label, patches, inverse, isSent: false, base: revision }];
}

/** Two changes as one. A value that is only replaced keeps its first inverse and its last value. */
function fold(first: Change, second: Change): Change {
  const a = first.patches[0];
  const b = second.patches[0];
  const isOneValue = first.patches.length === 1 && second.patches.length === 1;
  if (isOneValue && a && b && a.op !== 'remove' && b.op === 'replace' && isEqual(a.path, b.path)) {
    return { label: second.label, patches: [{ ...a, value: b.value }], inverse: first.inverse };
  }
  return {
    label: second.label,
    patches: [...first.patches, ...second.patches],
    inverse: [...second.inverse, ...first.inverse],
  };
}

function quote(label: string): string {
  return `“${label}”`;
}

function lower(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}
