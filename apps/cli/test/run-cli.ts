import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');
const built = join(root, '.cache', 'cli-test');

/** Builds the server and the command once, as `npm run build` does: what the tests start is what people start. */
export function buildCli(): void {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = ['build', '--config', join(root, 'vite.config.ts'), '--mode', 'server', '--outDir', built];
  execFileSync(process.execPath, [vite, ...args, '--logLevel', 'error', '--emptyOutDir'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
  });
}

/** What a finished command left behind. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export interface Command {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Resolves with stdout once it contains `text`. */
  says(text: string): Promise<string>;
}

/** Starts the built `sluice` in a folder. */
export function startCli(cwd: string, args: readonly string[], input?: string): Command {
  const child = spawn(process.execPath, [join(built, 'cli.js'), ...args], {
    cwd,
    env: { ...process.env, NODE_OPTIONS: '', CI: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  const waiting: (() => void)[] = [];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
    for (const look of [...waiting]) look();
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const finished = new Promise<Finished>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return {
    child,
    finished,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (stdout.includes(text)) resolve(stdout);
        };
        waiting.push(look);
        look();
        void finished.then(() => reject(new Error(`It ended without saying ${text}: ${stderr}`)));
      }),
  };
}

/** Runs `sluice` to its end. */
export function runCli(cwd: string, args: readonly string[], input?: string): Promise<Finished> {
  return startCli(cwd, args, input).finished;
}
