import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A started product: its own project folder, its own port. */
export interface Product {
  /** The one-time address a person would open. */
  readonly url: string;
  readonly origin: string;
  /** The project folder; flows are files in it, sinks write below `data/`. */
  readonly project: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** A loopback TCP port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** Starts the built product the way `npm start` does, on a fresh project folder. */
export async function startProduct(
  options: { readonly project?: string; readonly port?: number; readonly arguments?: readonly string[] } = {},
): Promise<Product> {
  const project = options.project ?? mkdtempSync(join(tmpdir(), 'sluice-e2e-'));
  const port = options.port ?? (await freePort());
  const child = spawn(
    process.execPath,
    [
      'bin/sluice.mjs',
      'serve',
      '--json',
      '--no-open',
      '--project',
      project,
      '--port',
      String(port),
      ...(options.arguments ?? []),
    ],
    { cwd: join(import.meta.dirname, '..'), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const url = await firstUrl(child);
  return {
    url,
    origin: new URL(url).origin,
    project,
    pid: child.pid ?? 0,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        await gone;
      }
      if (options.project === undefined) rmSync(project, { recursive: true, force: true });
    },
  };
}

function firstUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = '';
    let err = '';
    child.stderr?.on('data', (chunk) => {
      err += String(chunk);
    });
    child.stdout?.on('data', (chunk) => {
      out += String(chunk);
      const line = out.split('\n').find((l) => l.startsWith('{'));
      if (line !== undefined && out.includes('\n')) resolve((JSON.parse(line) as { url: string }).url);
    });
    child.once('exit', (code) => reject(new Error(`the product stopped with code ${code}: ${err}`)));
  });
}
