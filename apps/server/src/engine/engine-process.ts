import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FromEngine, ToEngine } from './messages.ts';

/** How to start an engine process. */
export interface EngineEntry {
  readonly path: string;
  readonly execArgv: readonly string[];
}

/** A running engine process as its supervisor sees it. */
export interface EngineProcess {
  readonly pid: number | undefined;
  send(message: ToEngine): void;
  /** Ends the process at once, as a crash would. */
  kill(): void;
}

export interface EngineListener {
  onMessage(message: FromEngine): void;
  /** Called exactly once. */
  onExit(reason: string): void;
}

/** Starts engine processes; tests hand in their own entry. */
export type StartEngine = (listener: EngineListener) => EngineProcess;

/** `engine.js` beside the built server, or the source run by tsx. */
export function defaultEngineEntry(): EngineEntry {
  const built = join(import.meta.dirname, 'engine.js');
  if (existsSync(built)) return { path: built, execArgv: [] };
  return sourceEngineEntry(join(import.meta.dirname, 'main.ts'));
}

/** The entry of worker threads: `engine-worker.js` beside the built server, or the source. */
export function workerEntry(): string | URL {
  const built = join(import.meta.dirname, 'engine-worker.js');
  if (existsSync(built)) return built;
  // What `--import` says holds for the first thread only.
  const api = import.meta.resolve('tsx/esm/api');
  const source = pathToFileURL(join(import.meta.dirname, 'worker.ts')).href;
  const code = `import { register } from ${JSON.stringify(api)}; register(); await import(${JSON.stringify(source)});`;
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
}

/** Runs a TypeScript entry from source. */
export function sourceEngineEntry(path: string): EngineEntry {
  // By its path: the working directory may be anywhere.
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return { path, execArgv: ['--conditions=@sluice/source', '--import', tsx] };
}

/** Forks `entry`. The process gets no secrets: its environment is only what Node and time zones need. */
export function engineStarter(entry: EngineEntry): StartEngine {
  return (listener) => {
    const child = fork(entry.path, [], {
      execArgv: [...entry.execArgv, '--disable-proto=delete'],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: environment(),
    });
    const tail = watchOutput(child);
    child.on('message', (message) => listener.onMessage(message as FromEngine));
    child.on('error', () => undefined);
    let isOver = false;
    const end = (reason: string): void => {
      if (isOver) return;
      isOver = true;
      listener.onExit(reason);
    };
    child.on('close', (code, signal) => end(describeExit(code, signal, tail())));
    child.on('exit', (code, signal) => {
      // `close` waits for the pipes, which a grandchild may hold open.
      setTimeout(() => end(describeExit(code, signal, tail())), 500).unref();
    });
    return {
      pid: child.pid,
      send(message) {
        if (child.connected) child.send(message, () => undefined);
      },
      kill() {
        child.kill('SIGKILL');
      },
    };
  };
}

function environment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'TZ', 'LANG', 'LC_ALL', 'HOME', 'TMPDIR', 'SystemRoot', 'NODE_V8_COVERAGE'];
  return Object.fromEntries(
    kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

/** Keeps the last output of a process, for the message when it dies. */
function watchOutput(child: ChildProcess): () => string {
  let tail = '';
  const keep = (chunk: Buffer): void => {
    tail = (tail + chunk.toString('utf8')).slice(-4000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => tail;
}

function describeExit(code: number | null, signal: NodeJS.Signals | null, tail: string): string {
  const how = signal === null ? `exited with code ${code}` : `was ended by ${signal}`;
  const cause = /^\s*(\w*Error: .*)$/m.exec(tail)?.[1];
  return `The engine process ${how}${cause === undefined ? '' : ` (${cause.slice(0, 300)})`}.`;
}
