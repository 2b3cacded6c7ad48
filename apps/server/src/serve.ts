import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import closeWithGrace from 'close-with-grace';
import { type Backend, createBackend } from './backend.ts';
import { defaultEngineEntry, engineStarter } from './engine/engine-process.ts';
import type { ServeOptions } from './options.ts';
import { LockedError, takeLock } from './process-lock.ts';
import { storageError } from './storage-error.ts';
import { version } from './version.ts';

/** What a caller may add to the server: the development entry puts Vite into it. */
export interface ServeHooks {
  extend?(backend: Backend): Promise<void>;
}

/** Starts the server, prints one address, and stops with grace on a signal. */
export async function serve(options: ServeOptions, hooks: ServeHooks = {}): Promise<void> {
  let port = options.port;
  if (options.warning !== undefined) process.stderr.write(`${options.warning}\n`);
  const unlock = lockProject(options.project);
  const backend = await createBackend({
    ...options,
    port: () => port,
    startEngine: engineStarter(defaultEngineEntry()),
    webFolder: hooks.extend ? undefined : builtPage(),
    isDevelopment: hooks.extend !== undefined,
    // stdout is for the address; what happens goes to stderr.
    logger: { level: options.isVerbose ? 'info' : 'warn', base: null, stream: process.stderr },
  }).catch((error: unknown) => {
    throw storageError(error, options.project);
  });
  const { app, access } = backend;
  await hooks.extend?.(backend);
  try {
    await app.listen({ host: options.host, port });
  } catch (error) {
    throw portError(error, port);
  }
  port = (app.server.address() as AddressInfo).port;
  const link = (): string => `http://127.0.0.1:${port}/?t=${access.createLink()}`;
  closeWithGrace({ delay: 10_000, logger: false }, async ({ err }) => {
    if (err) app.log.error({ err }, 'stopping');
    await backend.close();
    unlock();
  });
  announce(options, link());
  offerLinks(link);
}

/** Two servers on one project would overwrite each other's files and runs. */
function lockProject(project: string): () => void {
  const folder = join(project, '.sluice', 'server');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return takeLock(folder);
  } catch (error) {
    if (!(error instanceof LockedError)) throw storageError(error, project);
    throw new Error(
      `Another Sluice (process ${error.owner}) serves ${project}. Next step: open it (npx sluice url prints a link), stop it, or choose another folder with --project DIR.`,
      { cause: error },
    );
  }
}

function announce(options: ServeOptions, link: string): void {
  if (options.isJson) process.stdout.write(`${JSON.stringify({ url: link, pid: process.pid })}\n`);
  else process.stdout.write(`Sluice ${version}  ${link}  (good once, for 10 minutes)\n`);
  if (options.isOpening) openBrowser(link);
}

/** Enter in the terminal gives another link: for a second browser, or when the first one went stale. */
function offerLinks(link: () => string): void {
  if (!process.stdin.isTTY) return;
  process.stdin.on('data', () => process.stdout.write(`${link()}\n`));
  process.stdin.unref();
}

function openBrowser(link: string): void {
  const command =
    process.platform === 'darwin' ? 'open' : process.platform === 'win32' ? 'explorer' : 'xdg-open';
  const child = spawn(command, [link], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

function portError(error: unknown, port: number): Error {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'EADDRINUSE') return error as Error;
  return new Error(
    `Port ${port} is taken, maybe by a Sluice that still runs. Next step: stop it, or choose another port with --port ${port + 1}.`,
    { cause: error },
  );
}

/** dist/web beside dist/server; running from source, the built page of the checkout if there is one. */
function builtPage(): string | undefined {
  const candidates = [
    join(import.meta.dirname, '..', 'web'),
    join(import.meta.dirname, '..', '..', '..', 'dist', 'web'),
  ];
  return candidates.find((folder) => existsSync(join(folder, 'index.html')));
}
