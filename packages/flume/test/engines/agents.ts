import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { root } from '@sluice/testkit';

/** A process under test, with everything it has said so far. */
export interface Running {
  readonly said: () => string;
  /** Asks it to end and waits until it has. */
  stop(): Promise<void>;
}

const tsx = join(root, 'node_modules', 'tsx', 'dist', 'esm', 'index.mjs');
export const sluice = [
  '--import',
  tsx,
  '--conditions=@sluice/source',
  join(root, 'apps', 'cli', 'src', 'main.ts'),
];

const children = new Set<ChildProcess>();

/** Ends what is still running, so that a failed test does not keep everything waiting. */
export function stopAll(): void {
  for (const child of children) child.kill('SIGKILL');
}

function start(command: string, args: readonly string[], options: { cwd: string; path?: string }): Running {
  mkdirSync(options.cwd, { recursive: true });
  const env = { ...process.env, ...(options.path ? { PATH: `${options.path}:${process.env.PATH}` } : {}) };
  const child: ChildProcess = spawn(command, args, { cwd: options.cwd, env });
  children.add(child);
  child.on('close', () => children.delete(child));
  let said = '';
  const log = createWriteStream(join(options.cwd, 'output.log'));
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (bytes: Buffer) => {
      said += bytes.toString('utf8');
      log.write(bytes);
    });
  }
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  return {
    said: () => said,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Starts a real Flume agent. */
export function startFlume(
  classPath: string,
  agent: string,
  file: string,
  cwd: string,
  path?: string,
): Running {
  const args = ['-Xmx256m', '-cp', classPath, 'org.apache.flume.node.Application', '-n', agent, '-f', file];
  return start('java', [...args, '--no-reload-conf'], { cwd, ...(path ? { path } : {}) });
}

/** Waits until `isTrue`; throws with what is missing after a long while. */
export async function until(what: string, isTrue: () => boolean, seconds = 90): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!isTrue()) {
    if (Date.now() > end) throw new Error(`Waited ${seconds} s in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Sends lines to a port, connecting as soon as it is open, and gives the answers once there is one for each. */
export async function sendLines(port: number, lines: readonly string[]): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await sendOnce(port, lines);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED' || attempt > 600) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function sendOnce(port: number, lines: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, 'localhost');
    let answers = '';
    socket.on('error', reject);
    socket.on('connect', () => socket.write(lines.map((line) => `${line}\n`).join('')));
    socket.on('data', (bytes) => {
      answers += bytes.toString('utf8');
      if (answers.split('\n').length > lines.length) socket.end();
    });
    socket.on('close', () => resolve(answers));
  });
}

/** The files below a directory with their contents, hidden ones left out; in-use files too. */
export function filesBelow(directory: string): { readonly path: string; readonly content: string }[] {
  const files: { path: string; content: string }[] = [];
  let names: string[];
  try {
    names = readdirSync(directory).sort(byNumbers);
  } catch {
    return files;
  }
  for (const name of names.filter((n) => !n.startsWith('.'))) {
    const path = join(directory, name);
    if (statSync(path).isDirectory()) files.push(...filesBelow(path));
    else files.push({ path, content: readFileSync(path, 'latin1') });
  }
  return files;
}

/** What the files below a directory hold, one after the other in the order they were written. */
export function contentBelow(directory: string): string {
  return filesBelow(directory)
    .map((file) => file.content)
    .join('');
}

/** Names differ only in numbers that count up: the first difference decides. */
function byNumbers(a: string, b: string): number {
  const [x, y] = [a, b].map((name) => name.split(/(\d+)/));
  for (let i = 0; i < Math.max(x?.length ?? 0, y?.length ?? 0); i++) {
    const [p, q] = [x?.[i] ?? '', y?.[i] ?? ''];
    if (p === q) continue;
    return /^\d+$/.test(p) && /^\d+$/.test(q) ? Number(p) - Number(q) : p < q ? -1 : 1;
  }
  return 0;
}
