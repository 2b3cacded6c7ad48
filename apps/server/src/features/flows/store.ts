import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, watch } from 'node:fs';
import { join } from 'node:path';
import {
  applyPatches,
  diffFlows,
  type Flow,
  FlowPatchConflict,
  type Patch,
  parseFlow,
  printFlow,
} from '@sluice/flow';
import type { ChangeRequest, FlowChanged, FlowState } from '@sluice/protocol';
import { ApiError } from '../../problem.ts';
import { storageError } from '../../storage-error.ts';
import { collide } from './collide.ts';
import { fingerprint, flowIdOf, flowPath, isFlowId, stampOf, writeAtomically } from './flow-file.ts';
import { freeId } from './free-id.ts';

const saveDelayMs = 200;
/** How long after a failed save the next one is tried. */
const retryMs = 5000;
const changesKept = 500;

/** A flow as it is now; `flow` is undefined when its file cannot be read. */
export interface StoredFlow {
  readonly id: string;
  readonly revision: number;
  readonly flow: Flow | undefined;
  readonly changedMs: number;
  readonly unreadable: string | undefined;
}

interface Entry {
  readonly id: string;
  revision: number;
  flow: Flow | undefined;
  changedMs: number;
  unreadable: string | undefined;
  /** Stamp and content of the file as last read or written. */
  stamp: string | undefined;
  fingerprint: string;
  /** The earliest revision whose later changes are all in `changes`. */
  oldest: number;
  /** The revision an earlier life of the server knew this same content by. */
  readonly restored: number | undefined;
  /** What is not in the file yet; empty when nothing is. */
  unsaved: Patch[];
  timer: NodeJS.Timeout | undefined;
  /** Why the last save failed; until one succeeds, no change is taken. */
  failure: Error | undefined;
  readonly changes: FlowChanged[];
}

/** The flows of a project folder: read at the start, kept in step with the files, saved after every change. */
export interface FlowStore {
  list(): readonly StoredFlow[];
  /** Throws 404 when there is no such flow. */
  get(id: string): StoredFlow;
  /** A flow that can be read; throws 404 or 409. */
  read(id: string): FlowState;
  create(flow: Flow): FlowState;
  change(id: string, request: ChangeRequest): FlowChanged;
  /** Moves the file to the project's trash. */
  remove(id: string): void;
  /** Looks at the folder again; the watcher calls it, and tests. */
  refresh(): void;
  /** Writes what is not in the files yet. */
  flush(): void;
  close(): void;
}

export interface FlowStoreOptions {
  readonly folder: string;
  readonly onChange: (change: FlowChanged) => void;
  readonly onList: () => void;
  /** A save that nobody waits for failed; it is tried again. */
  readonly onFailure?: (error: Error) => void;
  readonly writeFile?: typeof writeAtomically;
  readonly now?: () => number;
}

/** Opens a project folder. The revision of a flow survives a restart of the server. */
export function openFlowStore(options: FlowStoreOptions): FlowStore {
  const { folder, onChange, onList } = options;
  const now = options.now ?? Date.now;
  const writeFile = options.writeFile ?? writeAtomically;
  const state = join(folder, '.sluice', 'server');
  const revisionsFile = join(state, 'revisions.json');
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const known = readRevisions(revisionsFile);
  const entries = new Map<string, Entry>();
  refresh(false);

  let pending: NodeJS.Timeout | undefined;
  const watcher = watch(folder, () => {
    pending ??= setTimeout(() => {
      pending = undefined;
      refresh(true);
    }, 100);
  });
  watcher.on('error', () => undefined);
  watcher.unref();

  return { list, get, read, create, change, remove, refresh: () => refresh(true), flush, close };

  function list(): readonly StoredFlow[] {
    return [...entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  function get(id: string): Entry {
    const entry = entries.get(id);
    if (entry) return entry;
    throw new ApiError(404, 'FLOW_UNKNOWN', `There is no flow ${JSON.stringify(id)} in this project.`);
  }

  function readable(id: string): Entry & { flow: Flow } {
    const entry = get(id);
    if (entry.flow) return entry as Entry & { flow: Flow };
    throw new ApiError(409, 'FLOW_UNREADABLE', entry.unreadable ?? 'The file cannot be read.', {
      help: `Correct ${id}.flow.json; Sluice does not overwrite it.`,
    });
  }

  function read(id: string): FlowState {
    const { revision, flow } = readable(id);
    return { id, revision, flow };
  }

  function create(flow: Flow): FlowState {
    const id = freeId(flow.name, (taken) => entries.has(taken) || existsSync(flowPath(folder, taken)));
    const entry: Entry = {
      id,
      revision: 1,
      flow,
      changedMs: now(),
      unreadable: undefined,
      stamp: undefined,
      fingerprint: '',
      oldest: 1,
      restored: undefined,
      unsaved: [],
      timer: undefined,
      failure: undefined,
      changes: [],
    };
    write(entry);
    entries.set(id, entry);
    onList();
    return read(id);
  }

  function change(id: string, request: ChangeRequest): FlowChanged {
    const entry = readable(id);
    if (entry.failure) save(entry);
    if (entry.failure) throw entry.failure;
    const patches = request.patches as readonly Patch[];
    const theirs = entry.changes.filter((c) => c.revision > request.base && c.client !== request.client);
    const isKnown =
      request.base === entry.restored || (request.base >= entry.oldest && request.base <= entry.revision);
    const refuse = (detail: string): ApiError =>
      new ApiError(409, 'FLOW_STALE', detail, {
        help: 'Take the current flow and make the change again.',
        members: {
          conflict: { current: read(id), theirs: theirs.flatMap((c) => c.patches), yours: patches },
        },
      });
    if (!isKnown) {
      throw refuse(`The change was made on revision ${request.base}, which is not known here any more.`);
    }
    if (
      collide(
        patches,
        theirs.flatMap((c) => c.patches),
      )
    ) {
      throw refuse('Somebody else changed the same property in the meantime.');
    }
    let after: Flow;
    try {
      after = applyPatches(entry.flow, patches);
    } catch (error) {
      if (!(error instanceof FlowPatchConflict)) throw error;
      throw refuse(`The change does not fit the flow as it is now: ${error.message}`);
    }
    const changed = advance(entry, after, { client: request.client, label: request.label, patches });
    entry.unsaved.push(...patches);
    entry.timer ??= setTimeout(() => save(entry), saveDelayMs);
    return changed;
  }

  function advance(
    entry: Entry,
    flow: Flow,
    what: Pick<FlowChanged, 'client' | 'label' | 'patches'>,
  ): FlowChanged {
    const listed = entry.flow?.name !== flow.name || entry.flow?.summary !== flow.summary;
    entry.flow = flow;
    entry.revision += 1;
    entry.changedMs = now();
    const changed: FlowChanged = { id: entry.id, revision: entry.revision, ...what };
    entry.changes.push(changed);
    while (entry.changes.length > changesKept) entry.oldest = entry.changes.shift()?.revision ?? entry.oldest;
    onChange(changed);
    if (listed) onList();
    return changed;
  }

  function save(entry: Entry): void {
    clearTimeout(entry.timer);
    entry.timer = undefined;
    if (entry.unsaved.length === 0 || !entries.has(entry.id)) return;
    // Somebody wrote the file since: take that in first, so that neither side is lost.
    if (stampOf(flowPath(folder, entry.id)) !== entry.stamp) takeIn(entry, true);
    if (!entry.flow || entry.unsaved.length === 0) return;
    try {
      write(entry);
    } catch (error) {
      entry.failure = error as Error;
      entry.timer = setTimeout(() => save(entry), retryMs);
      options.onFailure?.(entry.failure);
    }
  }

  function write(entry: Entry): void {
    const path = flowPath(folder, entry.id);
    const text = printFlow(entry.flow as Flow);
    try {
      writeFile(path, text);
    } catch (error) {
      throw storageError(error, path);
    }
    entry.failure = undefined;
    entry.unsaved = [];
    entry.stamp = stampOf(path);
    entry.fingerprint = fingerprint(text);
    remember(entry);
  }

  function remember(entry: Entry): void {
    known[entry.id] = { revision: entry.revision, fingerprint: entry.fingerprint };
    try {
      writeFile(revisionsFile, JSON.stringify(known), 0o600);
    } catch {
      // The flow itself is saved; after a restart its pages load it anew instead of going on.
    }
  }

  function remove(id: string): void {
    const entry = get(id);
    clearTimeout(entry.timer);
    save(entry);
    const trash = join(folder, '.sluice', 'trash');
    try {
      mkdirSync(trash, { recursive: true });
      renameSync(flowPath(folder, id), join(trash, `${id}-${now()}.flow.json`));
    } catch (error) {
      throw storageError(error, trash);
    }
    entries.delete(id);
    onList();
  }

  /** Reads what appeared or changed in the folder and forgets what vanished from it. */
  function refresh(isAnnounced: boolean): void {
    let isListChanged = false;
    const present = new Set<string>();
    for (const name of readdirSync(folder)) {
      const id = flowIdOf(name);
      if (id === undefined) continue;
      present.add(id);
      const entry = entries.get(id);
      if (entry) {
        if (stampOf(flowPath(folder, id)) !== entry.stamp)
          isListChanged = takeIn(entry, isAnnounced) || isListChanged;
      } else {
        entries.set(id, readEntry(id));
        isListChanged = true;
      }
    }
    for (const id of entries.keys()) {
      if (present.has(id)) continue;
      clearTimeout(entries.get(id)?.timer);
      entries.delete(id);
      isListChanged = true;
    }
    if (isListChanged && isAnnounced) onList();
  }

  function readEntry(id: string): Entry {
    const path = flowPath(folder, id);
    const text = textOf(path);
    const print = fingerprint(text ?? '');
    const before = known[id];
    // Above anything a page may have seen of changes that never reached the file.
    const revision = before === undefined ? 1 : before.revision + 1000;
    const reading = text === undefined ? undefined : parseFlow(text);
    return {
      id,
      revision,
      flow: reading?.flow,
      changedMs: Number(stampOf(path)?.split(':')[0] ?? now()),
      unreadable: reading ? reading.problems?.[0]?.message : unopened,
      stamp: stampOf(path),
      fingerprint: print,
      oldest: revision,
      restored: before?.fingerprint === print ? before.revision : undefined,
      unsaved: [],
      timer: undefined,
      failure: undefined,
      changes: [],
    };
  }

  /** Takes in a file somebody else wrote; unsaved changes are made again on top of it where they fit. */
  function takeIn(entry: Entry, isAnnounced: boolean): boolean {
    const path = flowPath(folder, entry.id);
    const stamp = stampOf(path);
    if (stamp === undefined) return false;
    const text = textOf(path);
    entry.stamp = stamp;
    if (text !== undefined && fingerprint(text) === entry.fingerprint) return false;
    entry.fingerprint = fingerprint(text ?? '');
    const reading = text === undefined ? undefined : parseFlow(text);
    entry.unreadable = reading ? reading.problems?.[0]?.message : unopened;
    if (!reading?.flow) {
      entry.flow = undefined;
      entry.unsaved = [];
      forget(entry);
      return true;
    }
    let after = reading.flow;
    try {
      after = applyPatches(after, entry.unsaved);
    } catch {
      // The file wins over a change that no longer fits; pages see the difference as a change.
      entry.unsaved = [];
    }
    const before = entry.flow;
    if (before && isAnnounced) {
      const { patches } = diffFlows(before, after);
      if (patches.length > 0) advance(entry, after, { client: 'disk', label: 'Changed on disk', patches });
      return false;
    }
    entry.flow = after;
    forget(entry);
    return true;
  }

  /** A step no list of changes leads over. */
  function forget(entry: Entry): void {
    entry.revision += 1;
    entry.oldest = entry.revision;
    entry.changes.length = 0;
  }

  function flush(): void {
    for (const entry of entries.values()) save(entry);
  }

  function close(): void {
    watcher.close();
    clearTimeout(pending);
    flush();
    for (const { timer } of entries.values()) clearTimeout(timer);
  }
}

const unopened = 'The file cannot be opened.';

/** The content of a file; undefined when it cannot be read, as when it is a folder or somebody else's. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

interface Revisions {
  [id: string]: { readonly revision: number; readonly fingerprint: string };
}

function readRevisions(path: string): Revisions {
  const revisions: Revisions = Object.create(null) as Revisions;
  try {
    const value = JSON.parse(readFileSync(path, 'utf8')) as Revisions;
    for (const [id, entry] of Object.entries(value)) {
      if (isFlowId(id) && Number.isInteger(entry.revision)) revisions[id] = entry;
    }
  } catch {
    // Missing or damaged: every flow starts at revision 1.
  }
  return revisions;
}
