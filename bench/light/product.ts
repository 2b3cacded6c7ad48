import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..', '..');

/** A process as /proc shows it. */
export interface Running {
  readonly command: string;
  readonly kilobytes: number;
  readonly cpuSeconds: number;
}

/** The product as a person starts it: `npm start` on an own project folder. */
export interface Started {
  readonly url: string;
  readonly origin: string;
  readonly project: string;
  /** From the command to the address. */
  readonly seconds: number;
  /** The npm process and everything below it, resident kilobytes by command. */
  processes(): readonly Running[];
  stop(): Promise<void>;
}

/** Starts it in this checkout or another one; `prepare` may fill the project folder. */
export async function start(
  options: { readonly folder?: string; prepare?(project: string): void } = {},
): Promise<Started> {
  const project = mkdtempSync(join(tmpdir(), 'sluice-light-'));
  options.prepare?.(project);
  const port = await freePort();
  const began = performance.now();
  const child = spawn(
    'npm',
    ['start', '--silent', '--', '--no-open', '--project', project, '--port', String(port)],
    { cwd: options.folder ?? root, detached: true, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const url = await address(child);
  const seconds = (performance.now() - began) / 1000;
  return {
    url,
    origin: new URL(url).origin,
    project,
    seconds,
    processes: () => family(child.pid ?? 0),
    async stop() {
      const gone = new Promise((done) => child.once('exit', done));
      // As Ctrl-C in a terminal: to the whole group.
      process.kill(-(child.pid ?? 0), 'SIGINT');
      await gone;
      rmSync(project, { recursive: true, force: true });
    },
  };
}

function address(child: ChildProcess): Promise<string> {
  return new Promise((found, fail) => {
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += String(chunk);
      const match = /http:\/\/127\.0\.0\.1:\d+\/\?t=\S+/.exec(output);
      if (match) found(match[0]);
    });
    child.once('error', fail);
    child.once('exit', (code) => fail(new Error(`npm start ended with code ${code}: ${output}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((found, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const bound = server.address();
      server.close(() => found(typeof bound === 'object' && bound ? bound.port : 0));
    });
  });
}

/** A process and all below it. */
export function family(top: number): Running[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const status = read(`/proc/${name}/status`);
    parents.set(Number(name), Number(/^PPid:\s*(\d+)/m.exec(status)?.[1] ?? 0));
  }
  const isBelow = (pid: number): boolean => pid === top || (pid > 1 && isBelow(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(isBelow).map((pid) => ({
    command: read(`/proc/${pid}/cmdline`).split('\0').slice(0, 3).join(' ').slice(0, 60),
    kilobytes: Number(/^VmRSS:\s*(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0),
    cpuSeconds: cpuSeconds(read(`/proc/${pid}/stat`)),
  }));
}

/** User and system time; the kernel counts in hundredths of a second. */
function cpuSeconds(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
