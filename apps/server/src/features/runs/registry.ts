import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Compiled } from '@sluice/compiler';
import type { Flow } from '@sluice/flow';
import { hasErrors } from '@sluice/ir';
import type { BatchRow, LogLine, RunInfo, RunSchema, RunTick, ViewTable } from '@sluice/protocol';
import type { StartEngine } from '../../engine/engine-process.ts';
import { ApiError } from '../../problem.ts';
import { storageError } from '../../storage-error.ts';
import { type SupervisedRun, superviseRun } from './supervised-run.ts';

const keptRuns = 20;
const stopGraceMs = 5000;

/** What happens in any run; realtime passes it on to the pages that joined. */
export interface RunsListener {
  onState(info: RunInfo): void;
  onSchema(schema: RunSchema): void;
  onTick(tick: RunTick, isLast: boolean): void;
  onLog(run: string, lines: readonly LogLine[], dropped: number): void;
  onViews(run: string, views: readonly ViewTable[]): void;
  onBatches(run: string, batches: readonly BatchRow[]): void;
}

export interface RegistryOptions {
  readonly projectFolder: string;
  readonly roots: readonly string[];
  readonly isExecAllowed: boolean;
  readonly port: () => number;
  readonly startEngine: StartEngine;
  readonly compile: (flow: Flow) => Compiled;
  readonly listener: RunsListener;
  readonly now?: () => number;
}

export interface StartRequest {
  readonly flow: string;
  readonly revision: number;
  readonly document: Flow;
  readonly seed?: number | undefined;
}

/** All runs of this server, the last 20 ended ones included. */
export interface RunRegistry {
  list(): readonly RunInfo[];
  /** Throws 404 for an unknown run. */
  get(id: string): SupervisedRun;
  find(id: string): SupervisedRun | undefined;
  /** The newest run of a flow. */
  latest(flow: string): RunInfo | undefined;
  /** The flow as it was when the run started. */
  documentOf(id: string): Flow | undefined;
  /** Compiles first: errors are thrown as 422 with all diagnostics, and nothing starts. */
  start(request: StartRequest): RunInfo;
  /** Stops the sources and lets what is in flight arrive, 5 s at most unless told otherwise. */
  stop(id: string, graceMs?: number): Promise<RunInfo>;
  /** Stops everything; used when the server exits. */
  close(graceMs?: number): Promise<void>;
}

/** Makes the registry. Run directories of earlier lives of the server are removed. */
export function createRunRegistry(options: RegistryOptions): RunRegistry {
  const now = options.now ?? Date.now;
  const folder = join(options.projectFolder, '.sluice', 'runs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
  const runs = new Map<string, { readonly run: SupervisedRun; readonly document: Flow }>();

  const infos = (): RunInfo[] => [...runs.values()].map(({ run }) => run.info()).reverse();
  const find = (id: string): SupervisedRun | undefined => runs.get(id)?.run;
  const get = (id: string): SupervisedRun => {
    const run = find(id);
    if (run) return run;
    throw new ApiError(404, 'RUN_UNKNOWN', `There is no run ${JSON.stringify(id)}.`);
  };
  const latest = (flow: string): RunInfo | undefined => infos().find((info) => info.flow === flow);

  function start(request: StartRequest): RunInfo {
    const active = latest(request.flow);
    if (active !== undefined && active.endedMs === undefined) {
      throw new ApiError(409, 'RUN_ACTIVE', 'The flow runs already.', {
        help: 'Stop it first.',
        members: { run: active.id },
      });
    }
    const { diagnostics, program } = options.compile(request.document);
    if (!program || hasErrors(diagnostics)) {
      const errors = diagnostics.filter((d) => d.severity === 'error').length;
      throw new ApiError(
        422,
        'RUN_NOT_COMPILED',
        `The flow has ${errors} ${errors === 1 ? 'error' : 'errors'}.`,
        {
          help: 'The Problems panel lists them with the way out of each.',
          members: { diagnostics },
        },
      );
    }
    const id = `r${now().toString(36)}${randomBytes(3).toString('hex')}`;
    const directory = join(folder, id);
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
    } catch (error) {
      throw storageError(error, directory);
    }
    const { listener } = options;
    const run = superviseRun({
      id,
      flow: request.flow,
      revision: request.revision,
      order: {
        program,
        seed: request.seed ?? 1,
        directory,
        projectFolder: options.projectFolder,
        roots: options.roots,
        isExecAllowed: options.isExecAllowed,
        reservedPorts: [options.port()],
      },
      startEngine: options.startEngine,
      now,
      listener: {
        onState: (info) => listener.onState(info),
        onSchema: (schema) => listener.onSchema(schema),
        onTick: (tick, isLast) => listener.onTick(tick, isLast),
        onLog: (lines, dropped) => listener.onLog(id, lines, dropped),
        onViews: (views) => listener.onViews(id, views),
        onBatches: (batches) => listener.onBatches(id, batches),
      },
    });
    runs.set(id, { run, document: request.document });
    forgetOld();
    return run.info();
  }

  function forgetOld(): void {
    const over = [...runs].filter(([, { run }]) => run.info().endedMs !== undefined);
    for (const [id] of over.slice(0, Math.max(0, over.length - keptRuns))) {
      runs.delete(id);
      rmSync(join(folder, id), { recursive: true, force: true });
    }
  }

  return {
    list: infos,
    get,
    find,
    latest,
    documentOf: (id) => runs.get(id)?.document,
    start,
    async stop(id, graceMs = stopGraceMs) {
      const run = get(id);
      await run.stop(graceMs);
      return run.info();
    },
    async close(graceMs = 2000) {
      await Promise.all([...runs.values()].map(({ run }) => run.stop(graceMs)));
    },
  };
}
