/**
 * The flow a page edits: its state, what is selected, what is wrong with it, and every edit with undo and redo.
 * Edits show at once, are kept in the browser until the server has them, and merge with those of other tabs.
 */
import { type CheckCode, compile } from '@sluice/compiler';
import { type Change, change, emptyFlow, type Flow, isEqual } from '@sluice/flow';
import type { Diagnostic, Program, Schema } from '@sluice/ir';
import { create } from 'zustand';
import { clientId } from '../api/client.ts';
import { catalog } from '../engines.ts';
import { toast } from '../ui/toasts.ts';
import { codeReaderFor } from './code-reader.ts';
import { saveDraft, takeDrafts } from './edit-draft.ts';
import { type EditLog, openLog, record, redo, type Stepped, seal, undo } from './edit-log.ts';
import { createFlowSync, type FlowSync, type SaveState } from './edit-sync.ts';
import { byPlace, type DiagnosticsByPlace, isFinding } from './flow-diagnostics.ts';
import { arrived, nothing, pruned, type Selection } from './flow-selection.ts';
import { streamTypesOf } from './flow-stream-types.ts';
import { announceTab, browserDrafts, livingTabs, serverTransport, toFailure } from './flow-transport.ts';

/** How far opening has come. */
export type OpenState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'open' }
  | { readonly kind: 'failed'; readonly message: string };

export interface ApplyOptions {
  /** Edits with an equal key that follow each other are one undo step. */
  readonly key?: string;
  /** Selects this afterwards. */
  readonly select?: Selection;
}

export interface FlowStore {
  readonly id: string | undefined;
  readonly opening: OpenState;
  readonly log: EditLog;
  readonly flow: Flow;
  readonly revision: number;
  readonly save: SaveState;
  /** When the server confirmed an edit of this page last. */
  readonly savedMs: number | undefined;
  /** Counts what undo and redo did, so that views can show what it touched. */
  readonly steps: number;
  readonly undoLabel: string | undefined;
  readonly redoLabel: string | undefined;
  readonly selection: Selection;
  /** A field the inspector should bring into view, set by Problems. */
  readonly wantedField: { readonly field: string; readonly asked: number } | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly problems: DiagnosticsByPlace;
  /** What flows on a connection, in the engine's words, as far as the last check could tell. */
  readonly streamTypes: { readonly [connection: string]: string };
  /** What arrives at a component, as far as the last check could tell. */
  readonly inputs: { readonly [component: string]: Schema };
  /** What the flow compiles to, as of the last check; undefined while it has errors. */
  readonly program: Program | undefined;
  /** Set while the text lane holds a text that does not parse: the canvas shows the last good graph. */
  readonly isTextBroken: boolean;

  open(id: string): Promise<void>;
  close(): void;
  /** Runs edits as one gesture. Returns what changed; an edit that changes nothing leaves no trace. */
  apply(label: string, recipe: (flow: Flow) => Flow, options?: ApplyOptions): Change;
  /** Ends an undo step that typing would go on with. */
  seal(): void;
  undo(): void;
  redo(): void;
  keepMine(): void;
  takeTheirs(): void;
  select(selection: Selection): void;
  /** Selects what a diagnostic is about and brings its field into view. */
  goTo(place: Diagnostic['at']): void;
  setTextBroken(isBroken: boolean): void;
  /** Brings the diagnostics up to date with the last edit at once, for a decision that stands on them. */
  settleChecks(): void;
}

const nobody = emptyFlow('');
const closed = openLog(nobody, 0).log;

let sync: FlowSync | undefined;
let checking: ReturnType<typeof setTimeout> | undefined;
let counter = 0;
let attempts = 0;

/** How long after an edit the flow is checked. */
const checkDelayMs = 150;

/** The store while no flow is open. */
const noFlow = {
  id: undefined,
  opening: { kind: 'closed' },
  log: closed,
  flow: nobody,
  revision: 0,
  save: { kind: 'saved' },
  savedMs: undefined,
  steps: 0,
  undoLabel: undefined,
  redoLabel: undefined,
  selection: nothing,
  wantedField: undefined,
  diagnostics: [],
  problems: byPlace([]),
  streamTypes: {},
  inputs: {},
  program: undefined,
  isTextBroken: false,
} satisfies Partial<FlowStore>;

export const useFlowStore = create<FlowStore>((set, read) => {
  const setLog = (log: EditLog): void => {
    const before = read();
    if (log === before.log) return;
    const isFlowNew = log.flow !== before.flow;
    set({
      log,
      revision: log.revision,
      undoLabel: log.done.at(-1)?.label,
      redoLabel: log.undone.at(-1)?.label,
      ...(isFlowNew ? { flow: log.flow, selection: pruned(before.selection, log.flow) } : {}),
    });
    if (before.id !== undefined && log.pending !== before.log.pending) {
      saveDraft(browserDrafts, { flow: before.id, client: clientId }, log.pending);
    }
    if (isFlowNew) scheduleCheck();
  };
  const checkNow = (): void => {
    clearTimeout(checking);
    checking = undefined;
    const { diagnostics, program, streamTypes, inputs } = checkFlow(
      read().flow,
      codeReaderFor(read().flow, (type) => catalog.component(type)?.config, scheduleCheck),
    );
    const known = read();
    set({
      diagnostics,
      problems: byPlace(diagnostics),
      program,
      ...(streamTypes === undefined || isEqual(streamTypes, known.streamTypes) ? {} : { streamTypes }),
      ...(inputs === undefined || isEqual(inputs, known.inputs) ? {} : { inputs }),
    });
  };
  const scheduleCheck = (): void => {
    clearTimeout(checking);
    checking = setTimeout(checkNow, checkDelayMs);
  };
  const step = ({ log, refused }: Stepped): void => {
    if (log.flow !== read().flow) set({ steps: read().steps + 1 });
    const before = read().flow;
    setLog(log);
    const selection = arrived(before, log.flow);
    if (selection) set({ selection });
    if (refused !== undefined) toast({ tone: 'plain', text: refused });
    sync?.push();
  };

  return {
    ...noFlow,

    async open(id) {
      if (read().id === id && read().opening.kind !== 'failed') return;
      read().close();
      const attempt = ++attempts;
      set({ id, opening: { kind: 'opening' } });
      try {
        const [state, tabs] = await Promise.all([serverTransport.load(id), livingTabs()]);
        if (attempt !== attempts) return;
        announceTab(clientId);
        const drafts = takeDrafts(browserDrafts, id, (client) => client === clientId || tabs.has(client));
        const { log, dropped } = openLog(state.flow, state.revision, drafts);
        setLog(log);
        set({ opening: { kind: 'open' } });
        if (log.pending.length > 0) toast({ tone: 'ok', text: 'Restored edits that had not been saved.' });
        sync = createFlowSync(id, {
          client: clientId,
          transport: serverTransport,
          host: {
            log: () => read().log,
            setLog,
            setSave: (save) =>
              set({
                save,
                ...(save.kind === 'saved' && read().save.kind !== 'saved' ? { savedMs: Date.now() } : {}),
              }),
            onDropped: (changes, reason) => {
              const names = changes.map((c) => c.label).join(', ');
              toast({ tone: 'error', text: `Not saved: ${names}. ${reason}` });
            },
            toFailure,
          },
        });
        if (dropped.length > 0) {
          toast({
            tone: 'warn',
            text: `${dropped.length} unsaved edits no longer fit the flow and were left out.`,
          });
        }
        sync.push();
      } catch (error) {
        if (attempt === attempts) set({ opening: { kind: 'failed', message: toFailure(error).message } });
      }
    },

    close() {
      attempts++;
      sync?.close();
      sync = undefined;
      clearTimeout(checking);
      set(noFlow);
    },

    apply(label, recipe, options = {}) {
      const { log } = read();
      const done = change(log.flow, label, recipe);
      const logged = options.key === undefined ? done.change : { ...done.change, key: options.key };
      setLog(record(log, done.flow, logged, `${clientId}-${++counter}`));
      if (options.select) set({ selection: pruned(options.select, read().flow) });
      sync?.push();
      return done.change;
    },

    seal: () => set({ log: seal(read().log) }),
    undo: () => step(undo(read().log, `${clientId}-${++counter}`)),
    redo: () => step(redo(read().log, `${clientId}-${++counter}`)),
    keepMine: () => sync?.keepMine(),
    takeTheirs: () => sync?.takeTheirs(),
    select: (selection) => set({ selection: pruned(selection, read().flow), wantedField: undefined }),

    goTo({ component, system, connection, field }) {
      const { flow } = read();
      const host = component === undefined ? undefined : flow.components[component]?.host;
      const selection: Selection = {
        components: component === undefined ? [] : [host ?? component],
        systems: component === undefined && connection === undefined && system !== undefined ? [system] : [],
        connections: connection === undefined || component !== undefined ? [] : [connection],
        ...(host === undefined || component === undefined ? {} : { attached: component }),
      };
      set({
        selection: pruned(selection, flow),
        wantedField: field === undefined ? undefined : { field, asked: ++counter },
      });
    },

    setTextBroken: (isTextBroken) => set({ isTextBroken }),
    settleChecks: () => {
      if (checking !== undefined) checkNow();
    },
  };
});

/** Everything wrong with a flow; a checker that fails says so instead of stopping the editor. */
function checkFlow(
  flow: Flow,
  checkCode: CheckCode | undefined,
): {
  readonly diagnostics: readonly Diagnostic[];
  readonly program?: Program | undefined;
  readonly streamTypes?: FlowStore['streamTypes'];
  readonly inputs?: FlowStore['inputs'];
} {
  try {
    const { diagnostics, program, schemas } = compile(flow, { catalog, ...(checkCode && { checkCode }) });
    return {
      program,
      diagnostics: diagnostics.filter(isFinding),
      streamTypes: streamTypesOf(schemas.connections),
      inputs: schemas.components,
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      diagnostics: [
        {
          code: 'FLOW_CHECK_FAILED',
          severity: 'warning',
          message: `The flow could not be checked: ${message}`,
          at: {},
        },
      ],
    };
  }
}

// Edits made without a connection are in the browser's storage; only a conflict needs the person's word.
if (typeof window !== 'undefined') {
  window.addEventListener('beforeunload', (event) => {
    if (useFlowStore.getState().save.kind === 'conflict') event.preventDefault();
  });
}
