import { api } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';
import { joinFlow, socket } from '../api/socket.ts';
import type { DraftStorage } from './edit-draft.ts';
import type { FlowTransport, SendFailure } from './edit-sync.ts';

/** The real server behind {@link FlowTransport}. */
export const serverTransport: FlowTransport = {
  load: (flow) => api.flows.read(flow),
  send: (flow, request) => api.flows.change(flow, request),
  join(flow, { onJoined, onChanged }) {
    const leave = joinFlow(flow, onJoined);
    socket().on('flow:changed', onChanged);
    return () => {
      socket().off('flow:changed', onChanged);
      leave();
    };
  },
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** What the sync needs to know of a failed request. */
export function toFailure(error: unknown): SendFailure {
  if (error instanceof ApiProblem) {
    return { status: error.status, message: [error.message, error.help].filter(Boolean).join(' ') };
  }
  return { status: 0, message: error instanceof Error ? error.message : String(error) };
}

/** The browser's storage; a browser that refuses it keeps no drafts. */
export const browserDrafts: DraftStorage = {
  get: (key) => attempt(() => localStorage.getItem(key), null),
  set: (key, value) => attempt(() => localStorage.setItem(key, value), undefined),
  remove: (key) => attempt(() => localStorage.removeItem(key), undefined),
  keys: () => attempt(() => Object.keys(localStorage), []),
};

function attempt<T>(action: () => T, otherwise: T): T {
  try {
    return action();
  } catch {
    return otherwise;
  }
}

const lockPrefix = 'sluice.tab.';

/** Holds a lock as long as this page lives, so that other pages know its drafts are not left behind. */
export function announceTab(client: string): void {
  void navigator.locks?.request(lockPrefix + client, () => new Promise<void>(() => undefined));
}

/** The clients that still have a page open. */
export async function livingTabs(): Promise<ReadonlySet<string>> {
  const held = (await navigator.locks?.query())?.held ?? [];
  return new Set(
    held.flatMap(({ name }) => (name?.startsWith(lockPrefix) ? [name.slice(lockPrefix.length)] : [])),
  );
}
