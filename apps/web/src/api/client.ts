import type { Diagnostic } from '@sluice/ir';
import type {
  ChangeAccepted,
  ChangeRequest,
  CreateFlowRequest,
  DatasetInfo,
  DeadLetters,
  Example,
  FaultRequest,
  FlowState,
  FlowSummary,
  ReplayCommand,
  RunHistory,
  RunInfo,
  Session,
} from '@sluice/protocol';
import { ApiProblem, toProblem, unreachable } from './problem.ts';

const base = '/api/v1';

let opening: Promise<Session> | undefined;

/** The session of this page, asked for once. */
export function session(): Promise<Session> {
  opening ??= send<Session>('GET', '/session', undefined, undefined).catch((error: unknown) => {
    opening = undefined;
    throw error;
  });
  return opening;
}

/** Asks for the session anew next time: a restarted server hands out another one. */
export function forgetSession(): void {
  opening = undefined;
}

/** Names this page among all that edit a flow, so that it knows its own changes again. */
export const clientId: string = crypto.randomUUID();

async function send<T>(method: string, path: string, body: unknown, csrf: string | undefined): Promise<T> {
  let response: Response;
  try {
    response = await fetch(base + path, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(csrf === undefined ? {} : { 'x-sluice-csrf': csrf }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    throw unreachable(error);
  }
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  let parsed: unknown;
  try {
    parsed = text === '' ? undefined : JSON.parse(text);
  } catch {
    parsed = undefined;
  }
  if (!response.ok) throw toProblem(response.status, parsed);
  return parsed as T;
}

async function mutate<T>(method: string, path: string, body?: unknown): Promise<T> {
  const { csrf } = await session();
  try {
    return await send<T>(method, path, body, csrf);
  } catch (error) {
    // The value may be of a server that has been restarted since; ask once more.
    if (!(error instanceof ApiProblem) || (error.status !== 401 && error.status !== 403)) throw error;
    forgetSession();
    const fresh = await session();
    if (fresh.csrf === csrf) throw error;
    return send<T>(method, path, body, fresh.csrf);
  }
}

const get = <T>(path: string): Promise<T> => send<T>('GET', path, undefined, undefined);
const at = (id: string): string => encodeURIComponent(id);

/** What an export gives: one or more files, and what was lost on the way. */
export interface ExportAnswer {
  readonly files: readonly { readonly path: string; readonly content: string }[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The REST interface. Every call rejects with an {@link ApiProblem}. */
export const api = {
  flows: {
    list: () => get<readonly FlowSummary[]>('/flows'),
    read: (id: string) => get<FlowState>(`/flows/${at(id)}`),
    create: (request: CreateFlowRequest) => mutate<FlowState>('POST', '/flows', request),
    change: (id: string, request: ChangeRequest) =>
      mutate<ChangeAccepted>('POST', `/flows/${at(id)}/changes`, request),
    duplicate: (id: string) => mutate<FlowState>('POST', `/flows/${at(id)}/duplicate`, {}),
    remove: (id: string) => mutate<void>('DELETE', `/flows/${at(id)}`),
    exports: (id: string, target: string) => get<ExportAnswer>(`/flows/${at(id)}/exports/${at(target)}`),
  },
  examples: () => get<readonly Example[]>('/examples'),
  datasets: () => get<readonly DatasetInfo[]>('/datasets'),
  runs: {
    list: () => get<readonly RunInfo[]>('/runs'),
    read: (id: string) => get<RunInfo>(`/runs/${at(id)}`),
    start: (flow: string, seed?: number) =>
      mutate<RunInfo>('POST', '/runs', seed === undefined ? { flow } : { flow, seed }),
    stop: (id: string, graceMs?: number) =>
      mutate<RunInfo>('POST', `/runs/${at(id)}/stop`, graceMs === undefined ? {} : { graceMs }),
    kill: (id: string) => mutate<void>('POST', `/runs/${at(id)}/kill`, {}),
    killWorker: (id: string, worker: number) =>
      mutate<void>('POST', `/runs/${at(id)}/workers/${worker}/kill`, {}),
    replay: (id: string, command: ReplayCommand) => mutate<void>('POST', `/runs/${at(id)}/replay`, command),
    fault: (id: string, request: FaultRequest) => mutate<void>('POST', `/runs/${at(id)}/faults`, request),
    configure: (
      id: string,
      request: { readonly component: string; readonly field: string; readonly value: unknown },
    ) => mutate<void>('POST', `/runs/${at(id)}/configure`, request),
    deadLetters: (id: string) => get<DeadLetters>(`/runs/${at(id)}/dead-letters`),
    metrics: (id: string, seconds: number) =>
      get<RunHistory>(`/runs/${at(id)}/metrics?seconds=${Math.round(seconds)}`),
  },
} as const;
