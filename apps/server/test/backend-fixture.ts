import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Compiled } from '@sluice/compiler';
import { emptyFlow, type Flow } from '@sluice/flow';
import type { Session } from '@sluice/protocol';
import type { InjectOptions } from 'fastify';
import { afterEach, beforeEach } from 'vitest';
import { type Backend, type BackendOptions, createBackend } from '../src/backend.ts';
import {
  defaultEngineEntry,
  engineStarter,
  type StartEngine,
  sourceEngineEntry,
} from '../src/engine/engine-process.ts';
import { compileFlow } from '../src/features/checks/service.ts';

/** The engine process of `fake-engine.ts`. */
export const fakeEngine: StartEngine = engineStarter(
  sourceEngineEntry(join(import.meta.dirname, 'fake-engine.ts')),
);

const schemas = { components: {}, connections: {} };

/** Every flow compiles, but one named `broken`. */
export function fakeCompile(flow: Flow): Compiled {
  if (flow.name !== 'broken') {
    return {
      diagnostics: [],
      schemas,
      program: { name: flow.name, version: 1, stages: [], operators: [], streams: [] },
    };
  }
  const at = { component: 'sink', field: 'path' };
  return {
    diagnostics: [{ code: 'FLOW_FIELD_REQUIRED', severity: 'error', message: 'Path is not set.', at }],
    schemas,
    program: undefined,
  };
}

/** A new empty folder, gone with `remove`. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'sluice-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A backend for tests with a signed-in caller. */
export interface TestBackend extends Backend {
  readonly project: string;
  readonly port: number;
  readonly origin: string;
  readonly cookie: string;
  readonly csrf: string;
  /** A request of the signed-in page. */
  call(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: never }>;
  /** Any request, with only the right Host. */
  raw(options: InjectOptions & { url: string }): ReturnType<Backend['app']['inject']>;
}

/** Starts a backend; `isListening` gives it a real port, else requests are injected. */
export async function openBackend(
  project: string,
  options: Partial<BackendOptions> & { readonly isListening?: boolean } = {},
): Promise<TestBackend> {
  let port = 4646;
  const backend = await createBackend({
    project,
    roots: [join(project, 'data')],
    isExecAllowed: false,
    startEngine: fakeEngine,
    compile: fakeCompile,
    port: () => port,
    ...options,
  });
  if (options.isListening === true) {
    await backend.app.listen({ host: '127.0.0.1', port: 0 });
    port = (backend.app.server.address() as AddressInfo).port;
  } else await backend.app.ready();
  const host = `127.0.0.1:${port}`;
  const session = backend.access.redeem(backend.access.createLink()) ?? '';
  const cookie = `${backend.access.cookieName()}=${session}`;
  const raw: TestBackend['raw'] = (request) =>
    backend.app.inject({ ...request, headers: { host, ...request.headers } }) as never;
  const answer = await raw({ method: 'GET', url: '/api/v1/session', headers: { cookie } });
  const { csrf } = answer.json() as Session;
  return {
    ...backend,
    project,
    port,
    origin: `http://${host}`,
    cookie,
    csrf,
    raw,
    async call(method, path, body) {
      const response = await raw({
        method,
        url: `/api/v1${path}`,
        headers: { cookie, 'x-sluice-csrf': csrf, origin: `http://${host}` },
        ...(body === undefined ? {} : { payload: body as never }),
      });
      const text = response.body;
      return { status: response.statusCode, body: (text === '' ? undefined : JSON.parse(text)) as never };
    },
  };
}

/** A new project with a `data` folder and a backend whose engine processes are real, for each test of a file. */
export function withRealEngines(): { readonly path: string; readonly backend: TestBackend } {
  let folder: ReturnType<typeof temporaryFolder> | undefined;
  let backend: TestBackend | undefined;
  beforeEach(async () => {
    folder = temporaryFolder();
    mkdirSync(join(folder.path, 'data'));
    backend = await openBackend(folder.path, {
      compile: compileFlow,
      startEngine: engineStarter(defaultEngineEntry()),
    });
  });
  afterEach(async () => {
    await backend?.close();
    folder?.remove();
  });
  return {
    get path() {
      if (!folder) throw new Error('Only tests have a project');
      return folder.path;
    },
    get backend() {
      if (!backend) throw new Error('Only tests have a backend');
      return backend;
    },
  };
}

/** A flow whose program the fake engine can run. */
export function someFlow(name = 'Some flow'): Flow {
  return emptyFlow(name);
}

/** Waits for a condition, looking every 20 ms; fails with `what` after a minute: the machine may be busy. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  seconds = 60,
): Promise<NonNullable<T>> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found) return found as NonNullable<T>;
    if (Date.now() > end) throw new Error(`Waited ${seconds} s for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
