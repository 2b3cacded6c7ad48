import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { hasErrors } from '@sluice/ir';
import type { RunInfo } from '@sluice/protocol';
import {
  compileFlow,
  defaultEngineEntry,
  engineStarter,
  isRootHere,
  judgeRoot,
  type SupervisedRun,
  superviseRun,
  UsageError,
} from '@sluice/server';
import { durationMs, readArguments, single, wholeNumber } from '../arguments.ts';
import { readInput } from '../input.ts';
import { onlySystem } from '../only-system.ts';
import { exitCode, note, printDiagnostic, writeOut } from '../print.ts';
import { movedRecords, type RunReport, reportOf } from '../run-report.ts';
import { createRunTable } from '../run-table.ts';
import { setFields } from '../set-fields.ts';

const idleMs = 2000;
const graceMs = 5000;

/** `sluice run FLOW`: runs it embedded until stopped, and reports exact counts. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('run', args, {
    for: { type: 'string' },
    until: { type: 'string' },
    agent: { type: 'string' },
    set: { type: 'string', multiple: true },
    seed: { type: 'string' },
    stream: { type: 'boolean' },
    json: { type: 'boolean' },
    project: { type: 'string' },
    'allow-root': { type: 'string', multiple: true },
    'allow-exec': { type: 'boolean' },
    'as-root': { type: 'boolean' },
  });
  const { until } = values;
  if (until !== undefined && until !== 'idle' && until !== 'done') {
    throw new UsageError(`--until is idle or done, not ${JSON.stringify(until)}.`);
  }
  const isMeant = values['as-root'] === true || process.env.SLUICE_AS_ROOT === '1';
  judgeRoot({ isRoot: isRootHere(), isMeant, isExecAllowed: values['allow-exec'] === true });
  const forMs = values.for === undefined ? undefined : durationMs(values.for);
  const seed = values.seed === undefined ? 1 : wholeNumber('--seed', values.seed, Number.MIN_SAFE_INTEGER);
  const { file, flow: read, problems } = readInput(single('run', positionals, 'FLOW'));
  const chosen = read && values.agent !== undefined ? onlySystem(read, values.agent) : read;
  const flow = chosen && setFields(chosen, values.set ?? []);
  const { program, diagnostics } = flow ? compileFlow(flow) : { program: undefined, diagnostics: [] };
  for (const diagnostic of [...problems, ...diagnostics]) note(printDiagnostic(file, diagnostic));
  if (!flow || !program || hasErrors([...problems, ...diagnostics])) return exitCode.wrongInput;

  const projectFolder = resolve(values.project ?? '.');
  const roots = [join(projectFolder, 'data'), ...(values['allow-root'] ?? []).map((root) => resolve(root))];
  for (const root of roots.slice(1)) mkdirSync(root, { recursive: true });
  const directory = mkdtempSync(join(tmpdir(), 'sluice-run-'));
  const supervised = superviseRun({
    id: 'run',
    flow: flow.name,
    revision: 1,
    order: {
      program,
      seed,
      directory,
      projectFolder,
      roots,
      isExecAllowed: values['allow-exec'] === true,
      reservedPorts: [],
    },
    startEngine: engineStarter(defaultEngineEntry()),
    now: Date.now,
    listener: {
      onState: (info) => tell(info),
      onSchema: () => undefined,
      onTick: () => undefined,
      onLog: (lines) => {
        for (const line of lines) note(`${line.component ?? ''}${line.component ? ': ' : ''}${line.message}`);
      },
      onViews: () => undefined,
      onBatches: () => undefined,
    },
  });
  try {
    const wasInterrupted = await watch(supervised, {
      forMs,
      until,
      isStreaming: values.stream === true,
      isTable: values.json !== true && values.stream !== true && process.stdout.isTTY === true,
    });
    const report = reportNow(supervised);
    if (values.json || values.stream) await writeOut(`${JSON.stringify(report)}\n`);
    else await writeOut(`${createRunTable(flow).print(report, supervised.snapshot().views)}\n`);
    if (report.state === 'failed') {
      note(supervised.info().message ?? 'The run failed.');
      return exitCode.failed;
    }
    return wasInterrupted ? exitCode.interrupted : exitCode.done;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }

  function tell(info: RunInfo): void {
    if (info.status === 'recovering' && info.message !== undefined) note(info.message);
  }
}

function reportNow(run: SupervisedRun): RunReport {
  return reportOf(run.info(), run.snapshot().schema, run.table.values(), Date.now());
}

interface WatchOptions {
  readonly forMs: number | undefined;
  readonly until: 'idle' | 'done' | undefined;
  readonly isStreaming: boolean;
  readonly isTable: boolean;
}

/** Waits for the end the person asked for. Returns whether it was an interruption. */
async function watch(run: SupervisedRun, options: WatchOptions): Promise<boolean> {
  let isInterrupted = false;
  let reportedMs = Date.now();
  let moved = -1;
  let movedMs = Date.now();
  const interrupt = (): void => {
    if (isInterrupted) run.kill();
    isInterrupted = true;
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const report = reportNow(run);
    const now = Date.now();
    const total = movedRecords(report);
    // Idle counts from the first moment it runs; starting and recovering is no idling.
    if (total !== moved || report.state !== 'running') [moved, movedMs] = [total, now];
    if (now - reportedMs >= 1000) {
      reportedMs += 1000;
      if (options.isStreaming) await writeOut(`${JSON.stringify(report)}\n`);
      if (options.isTable)
        process.stdout.write(`\r\u001b[K${report.state} ${report.seconds.toFixed(0)} s, ${total} records`);
    }
    const isTime = options.forMs !== undefined && report.seconds * 1000 >= options.forMs;
    const isIdle = options.until === 'idle' && report.state === 'running' && now - movedMs >= idleMs;
    if (run.info().endedMs !== undefined) break;
    if (isInterrupted || isTime || isIdle) {
      await run.stop(graceMs);
      break;
    }
  }
  if (options.isTable) process.stdout.write('\r\u001b[K');
  process.off('SIGINT', interrupt);
  process.off('SIGTERM', interrupt);
  return isInterrupted;
}
