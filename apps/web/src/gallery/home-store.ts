import type { DatasetInfo, Example, FlowSummary, RunInfo } from '@sluice/protocol';
import { create } from 'zustand';
import { api } from '../api/client.ts';
import { onConnection, socket } from '../api/socket.ts';

/** A list that is fetched: not there yet, there, or refused with one sentence. */
export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'there'; readonly value: T }
  | { readonly kind: 'failed'; readonly message: string };

export interface HomeStore {
  readonly flows: Loaded<readonly FlowSummary[]>;
  readonly examples: Loaded<readonly Example[]>;
  readonly datasets: Loaded<readonly DatasetInfo[]>;
  readonly runs: Loaded<readonly RunInfo[]>;
  readonly project: string;
  /** Keeps the lists fresh as long as a screen shows them. */
  watch(): () => void;
  reloadFlows(): Promise<void>;
  reloadRest(): void;
}

const loading = { kind: 'loading' } as const;

/** Says what went wrong in one or two sentences. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const help = 'help' in error && typeof error.help === 'string' ? ` ${error.help}` : '';
  return error.message + help;
}

async function load<T>(ask: () => Promise<T>): Promise<Loaded<T>> {
  try {
    return { kind: 'there', value: await ask() };
  } catch (error) {
    return { kind: 'failed', message: sentenceOf(error) };
  }
}

/** What the home screens list. Lists stay while they are fetched again. */
export const useHome = create<HomeStore>((set, read) => ({
  flows: loading,
  examples: loading,
  datasets: loading,
  runs: loading,
  project: '',

  watch() {
    const reload = (): void => void read().reloadFlows();
    reload();
    read().reloadRest();
    socket().on('flows:changed', reload);
    const stop = onConnection((connection) => {
      if (connection === 'connected') {
        reload();
        read().reloadRest();
      }
    });
    return () => {
      socket().off('flows:changed', reload);
      stop();
    };
  },

  async reloadFlows() {
    const [flows, runs] = await Promise.all([load(api.flows.list), load(api.runs.list)]);
    set({ flows, runs });
  },

  reloadRest() {
    if (read().examples.kind !== 'there') void load(api.examples).then((examples) => set({ examples }));
    if (read().datasets.kind !== 'there') void load(api.datasets).then((datasets) => set({ datasets }));
  },
}));

/** The value of a list, or nothing while it is not there. */
export function valueOf<T>(loaded: Loaded<readonly T[]>): readonly T[] {
  return loaded.kind === 'there' ? loaded.value : [];
}
