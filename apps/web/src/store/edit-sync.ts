import type { ChangeAccepted, ChangeRequest, FlowChanged, FlowState } from '@sluice/protocol';
import {
  acknowledge,
  dropFirst,
  type EditLog,
  insist,
  markSent,
  type PendingChange,
  type Rebased,
  rebase,
  receive,
} from './edit-log.ts';

/** The server as the editor needs it; tests put two clients and a model of the server behind it. */
export interface FlowTransport {
  load(flow: string): Promise<FlowState>;
  send(flow: string, request: ChangeRequest): Promise<ChangeAccepted>;
  /** Joins the flow's room; `onJoined` comes at once and after every reconnect. Returns leave. */
  join(
    flow: string,
    listener: { onJoined(state: FlowState): void; onChanged(change: FlowChanged): void },
  ): () => void;
  wait(ms: number): Promise<void>;
}

/** What `send` rejects with: the status decides between trying again, asking the person, and giving up. */
export interface SendFailure {
  /** 0 when there was no answer. */
  readonly status: number;
  readonly message: string;
}

export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  /** Edits are kept in this browser until the server answers again. */
  | { readonly kind: 'offline' }
  /** Another tab changed the same place; `keepMine` or `takeTheirs` ends it. */
  | { readonly kind: 'conflict'; readonly label: string };

export interface SyncHost {
  log(): EditLog;
  setLog(log: EditLog): void;
  setSave(save: SaveState): void;
  /** Edits of this tab that could not be kept. */
  onDropped(dropped: readonly PendingChange[], reason: string): void;
  toFailure(error: unknown): SendFailure;
}

/** Sends the pending edits of one flow one after the other and takes in those of others. */
export interface FlowSync {
  /** Something was added to the pending edits. */
  push(): void;
  /** Sends the edit in conflict again, over what others did. */
  keepMine(): void;
  /** Gives up the edit in conflict. */
  takeTheirs(): void;
  close(): void;
}

const changedElsewhere = 'The same place was changed in another tab.';

/** Starts keeping `flow` in step; the log must be open already. */
export function createFlowSync(
  flow: string,
  options: { readonly client: string; readonly transport: FlowTransport; readonly host: SyncHost },
): FlowSync {
  const { client, transport, host } = options;
  let isClosed = false;
  let isSending = false;
  let isInConflict = false;
  let failures = 0;
  /** Ends the wait before the next try. */
  let wake = (): void => undefined;

  const settle = ({ log, dropped }: Rebased, reason = changedElsewhere): void => {
    host.setLog(log);
    if (dropped.length > 0) host.onDropped(dropped, reason);
  };
  const adopt = (state: FlowState): void => {
    const log = host.log();
    if (state.revision > log.revision) settle(rebase(log, state.flow, state.revision));
  };
  const changed = (change: FlowChanged): void => {
    const log = host.log();
    if (change.id !== flow || change.revision <= log.revision) return;
    if (change.revision > log.revision + 1) {
      void reload();
      return;
    }
    if (change.client === client && log.pending[0]?.isSent) host.setLog(acknowledge(log, change.revision));
    else {
      try {
        settle(receive(log, change.patches, change.revision));
      } catch {
        void reload();
      }
    }
  };
  const reload = async (): Promise<void> => {
    try {
      const state = await transport.load(flow);
      if (!isClosed) adopt(state);
    } catch {
      // The next send or reconnect asks again.
    }
  };

  const sendFirst = async (): Promise<void> => {
    host.setLog(markSent(host.log(), true));
    const change = host.log().pending[0];
    if (!change) return;
    const { id, base, label, patches } = change;
    const request = {
      client,
      base,
      label,
      patches: patches as ChangeRequest['patches'],
    };
    try {
      const { revision } = await transport.send(flow, request);
      if (isClosed) return;
      failures = 0;
      await accepted(id, revision);
    } catch (error) {
      if (!isClosed) await failed(id, host.toFailure(error));
    }
  };
  const accepted = async (id: string, revision: number): Promise<void> => {
    const log = host.log();
    // The event about our own edit may have come before the answer.
    if (log.pending[0]?.id !== id) return;
    if (revision === log.revision + 1) {
      host.setLog(acknowledge(log, revision));
      return;
    }
    // Others came in between: their events are on the way, or lost; the whole state settles it.
    const state = await transport.load(flow);
    const now = host.log();
    const pending = now.pending.filter((p) => p.id !== id);
    settle(rebase({ ...now, pending }, state.flow, state.revision));
  };
  const failed = async (id: string, failure: SendFailure): Promise<void> => {
    host.setLog(markSent(host.log(), false));
    const first = host.log().pending[0];
    if (!first || first.id !== id) return;
    if (failure.status === 409) {
      await reload();
      if (host.log().pending[0]?.id === id) isInConflict = true;
    } else if (
      failure.status >= 400 &&
      failure.status < 500 &&
      failure.status !== 401 &&
      failure.status !== 429
    ) {
      settle(dropFirst(host.log()));
      host.onDropped([first], failure.message);
    } else {
      failures++;
      report();
      const reconnected = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await Promise.race([reconnected, transport.wait(Math.min(10_000, 500 * 2 ** Math.min(failures, 5)))]);
    }
  };

  const report = (): void => {
    const first = host.log().pending[0];
    if (!first) host.setSave({ kind: 'saved' });
    else if (isInConflict) host.setSave({ kind: 'conflict', label: first.label });
    else host.setSave({ kind: failures > 0 ? 'offline' : 'saving' });
  };
  const push = async (): Promise<void> => {
    report();
    if (isSending) return;
    isSending = true;
    while (!isClosed && !isInConflict && host.log().pending.length > 0) await sendFirst();
    isSending = false;
    if (!isClosed) report();
  };

  const leave = transport.join(flow, {
    onJoined: (state) => {
      adopt(state);
      failures = 0;
      wake();
      void push();
    },
    onChanged: changed,
  });
  return {
    push: () => void push(),
    keepMine: () => {
      isInConflict = false;
      host.setLog(insist(host.log()));
      void push();
    },
    takeTheirs: () => {
      isInConflict = false;
      settle(dropFirst(host.log()));
      void push();
    },
    close: () => {
      isClosed = true;
      leave();
    },
  };
}
