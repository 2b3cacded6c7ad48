import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** How `sluice serve` (and `npm start`) was called. */
export interface ServeOptions {
  readonly project: string;
  readonly port: number;
  readonly host: string;
  /** Try to open a browser. */
  readonly isOpening: boolean;
  readonly isExecAllowed: boolean;
  /** Directories flows may read and write besides the project's `data`. */
  readonly roots: readonly string[];
  /** The first line of stdout is JSON. */
  readonly isJson: boolean;
  /** Most of the server's log lines are for developers; `--verbose` shows them. */
  readonly isVerbose: boolean;
  /** What the person who starts it should know. */
  readonly warning: string | undefined;
}

/** The command line is wrong; the process exits with 2. */
export class UsageError extends Error {
  readonly code = 'CLI_USAGE';
}

/** What `sluice serve --help` prints. */
export const serveHelp = `sluice serve - the web app

  --project DIR      folder with the flows (default ./project, SLUICE_PROJECT)
  --port N           default 4646 (SLUICE_PORT); 0 picks a free one
  --host H           127.0.0.1 only for now
  --allow-root DIR   a folder flows may read and write; may be repeated
  --allow-exec       lets flows start programs (exec source)
  --as-root          says that running as root is meant (SLUICE_AS_ROOT=1)
  --no-open          does not open a browser
  --json             the first line is {"url", "pid"}
  --verbose          log requests
`;

const loopback = new Set(['127.0.0.1', 'localhost']);

/** Reads the flags of `serve`; throws {@link UsageError} with a sentence that says what to write instead. */
export function parseServeOptions(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
  isRoot = isRootHere(),
): ServeOptions | 'help' {
  const { values } = parse(args);
  if (values.help) return 'help';
  const port = portOf(values.port ?? env.SLUICE_PORT ?? '4646');
  const host = values.host ?? '127.0.0.1';
  if (!loopback.has(host)) {
    throw new UsageError(
      `--host ${host} is refused: Sluice answers on 127.0.0.1 only. To reach it from elsewhere, forward the port: ssh -L ${port}:127.0.0.1:${port} <this machine>.`,
    );
  }
  const project = resolve(cwd, values.project ?? env.SLUICE_PROJECT ?? 'project');
  return {
    project,
    port,
    host: '127.0.0.1',
    isOpening: values.open === true && env.CI === undefined && hasScreen(env),
    isExecAllowed: values['allow-exec'] === true,
    roots: [join(project, 'data'), ...(values['allow-root'] ?? []).map((root) => resolve(cwd, root))],
    isJson: values.json === true,
    isVerbose: values.verbose === true,
    warning: judgeRoot({
      isRoot,
      isMeant: values['as-root'] === true || env.SLUICE_AS_ROOT === '1',
      isExecAllowed: values['allow-exec'] === true,
    }),
  };
}

/** Whether this process may do everything on this machine. */
export function isRootHere(): boolean {
  return process.getuid?.() === 0;
}

/**
 * What root is told: whoever may edit a flow may then read and write as root within the allowed folders. Programs
 * are not started as root unless somebody says that this is meant.
 */
export function judgeRoot(given: {
  readonly isRoot: boolean;
  readonly isMeant: boolean;
  readonly isExecAllowed: boolean;
}): string | undefined {
  if (!given.isRoot || given.isMeant) return undefined;
  if (given.isExecAllowed) {
    throw new UsageError(
      '--allow-exec is refused for root: flows could run any program as root. Start Sluice as another user, or say that it is meant with --as-root (or SLUICE_AS_ROOT=1), as in a container.',
    );
  }
  return 'WARNING: Sluice runs as root, so flows read and write files as root. Better start it as another user; in a container, --as-root or SLUICE_AS_ROOT=1 silences this.';
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        project: { type: 'string' },
        port: { type: 'string' },
        host: { type: 'string' },
        open: { type: 'boolean', default: true },
        'allow-exec': { type: 'boolean' },
        'as-root': { type: 'boolean' },
        'allow-root': { type: 'string', multiple: true },
        json: { type: 'boolean' },
        verbose: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('\n')[0]} Try sluice serve --help.`, {
      cause: error,
    });
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535 || (port > 0 && port < 1024)) {
    throw new UsageError(`The port ${JSON.stringify(text)} must be 0 or a number from 1024 to 65535.`);
  }
  return port;
}

function hasScreen(env: NodeJS.ProcessEnv): boolean {
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return env.DISPLAY !== undefined || env.WAYLAND_DISPLAY !== undefined;
}
