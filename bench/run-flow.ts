import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '@sluice/compiler';
import { prepareCode } from '@sluice/compiler/code';
import { createCatalog } from '@sluice/component';
import { openDataset } from '@sluice/datasets';
import { flume } from '@sluice/flume';
import { flumeImplementations } from '@sluice/flume/runtime';
import {
  createRun,
  type FunctionProgram,
  type Implementations,
  type LogDisk,
  type Run,
  type RunEvent,
} from '@sluice/runtime';
import {
  createCheckpointStore,
  createFileGate,
  createFunctionHost,
  createLogDisk,
  createStateStore,
  createThreads,
  systemClock,
} from '@sluice/runtime/node';
import { spark } from '@sluice/spark';
import { sparkImplementations } from '@sluice/spark/runtime';
import { storm } from '@sluice/storm';
import { stormImplementations } from '@sluice/storm/runtime';
import { createVirtualClock } from './virtual-clock.ts';

/** The parts of a flow document a benchmark cares about; names and places are filled in. */
export interface FlowSketch {
  readonly system: { readonly type: string; readonly config?: object };
  readonly components: {
    readonly [id: string]: {
      readonly type: string;
      readonly config?: object;
      readonly host?: string;
      readonly order?: number;
    };
  };
  readonly connections: readonly { readonly from: string; readonly to: string; readonly config?: object }[];
}

export interface Measured {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly rssMegabytes: number;
}

/** Directory of this run for sinks and state; removed at the end. */
export interface Bench {
  readonly directory: string;
  readonly events: readonly RunEvent[];
  readonly run: Run;
  value(ref: string, name: string): number;
}

/**
 * Runs a flow as the engine process does - document, compiler, runtime, state store, file gate, system clock - until
 * `isDone`, and measures from `begin` on. Start-up is not measured.
 */
export async function runFlow(
  sketch: (directory: string) => FlowSketch,
  work: {
    /** Time passes only while there is nothing to do. */
    readonly isVirtual?: boolean;
    /** The processes of people's functions count with the run's own. */
    readonly hasFunctions?: boolean;
    /** Implementations that see what goes through others. */
    observe?(all: Implementations): Implementations;
    /** A disk that sees what goes to the other. */
    observeDisk?(disk: LogDisk): LogDisk;
    begin?(bench: Bench): void;
    isDone(bench: Bench): boolean;
    check(bench: Bench): Promise<string> | string;
  },
): Promise<Measured & { readonly result: string }> {
  const directory = mkdtempSync(join(process.env.SLUICE_BENCH_SCRATCH ?? tmpdir(), 'sluice-bench-'));
  const states = createStateStore(join(directory, 'state'));
  mkdirSync(join(directory, 'out'));
  const { diagnostics, program } = compile(documentOf(sketch(directory)), {
    catalog: createCatalog([flume, storm, spark]),
  });
  const errors = diagnostics.filter((one) => one.severity === 'error');
  if (!program || errors.length > 0) throw new Error(errors.map((one) => one.message).join('\n'));
  const events: RunEvent[] = [];
  const gate = createFileGate({ roots: ['/'], deny: [] });
  const virtual = work.isVirtual === true ? createVirtualClock(1_000_000) : undefined;
  const clock = virtual ?? systemClock;
  const implementations = { ...flumeImplementations, ...stormImplementations, ...sparkImplementations };
  const disk = createLogDisk(join(directory, 'channels'));
  const run = createRun(program, {
    implementations: work.observe?.(implementations) ?? implementations,
    now: () => clock.now(),
    schedule: (delayMs, action) => clock.schedule(delayMs, action),
    seed: 1,
    files: { resolve: (path, use) => gate.resolve(path, use) },
    capabilities: { exec: false, isPortAllowed: () => true },
    openDataset,
    loadState: (key) => states.load(key),
    saveState: (key, state) => states.save(key, state),
    functions: createFunctionHost({ prepare, seed: 1, processes: Math.min(4, availableParallelism()) }),
    checkpoints: createCheckpointStore(join(directory, 'checkpoints')),
    logs: work.observeDisk?.(disk) ?? disk,
    threads: createThreads(join(import.meta.dirname, 'thread.js')),
    emit: (event) => {
      events.push(event);
      if (event.kind === 'log' && event.level === 'error') process.stderr.write(`${event.message}\n`);
    },
  });
  const bench: Bench = {
    directory,
    events,
    run,
    value(ref, name) {
      const { values } = run.sample();
      const index = run.series.findIndex((one) => one.ref === ref && one.name === name);
      return index < 0 ? 0 : (values[index] as number);
    },
  };
  const cpu = process.cpuUsage();
  const startMs = performance.now();
  await run.start();
  work.begin?.(bench);
  // The engine process samples at 10 Hz; so does this.
  while (!work.isDone(bench)) await new Promise((resolve) => setTimeout(resolve, 20));
  const used = process.cpuUsage(cpu);
  const wallSeconds = (performance.now() - startMs) / 1000;
  await run.stop(2000);
  // Those of children are known once they have ended; they are of the functions alone, their start included.
  const functionSeconds = work.hasFunctions === true ? await childSeconds() : 0;
  const result = await work.check(bench);
  virtual?.stop();
  states.close();
  rmSync(directory, { recursive: true, force: true });
  return {
    cpuSeconds: (used.user + used.system) / 1e6 + functionSeconds,
    wallSeconds,
    rssMegabytes: process.memoryUsage().rss / 1e6,
    result,
  };
}

function prepare({
  code,
  shape,
}: FunctionProgram): { readonly script: string } | { readonly problem: string } {
  const { script, problems } = prepareCode(code, shape);
  return script === undefined ? { problem: problems[0]?.message ?? 'no script' } : { script };
}

/** CPU seconds of the children, once all of them have ended. */
async function childSeconds(): Promise<number> {
  const children = `/proc/self/task/${process.pid}/children`;
  while (readFileSync(children, 'utf8').trim() !== '')
    await new Promise((resolve) => setTimeout(resolve, 10));
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

function documentOf(sketch: FlowSketch) {
  const components = Object.entries(sketch.components).map(([id, component]) => [
    id,
    { name: id, system: 'system', config: {}, ...component },
  ]);
  const connections = sketch.connections.map(({ from, to, config }) => [
    `${from}-${to}`,
    { from: { component: from, port: 'out' }, to: { component: to, port: 'in' }, config: config ?? {} },
  ]);
  return {
    texts: {},
    systems: { system: { name: 'bench', config: {}, ...sketch.system } },
    components: Object.fromEntries(components),
    connections: Object.fromEntries(connections),
  } as Parameters<typeof compile>[0];
}
