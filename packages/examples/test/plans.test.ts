import { readFileSync, writeFileSync } from 'node:fs';
import { compile } from '@sluice/compiler';
import { createCatalog } from '@sluice/component';
import { openDataset } from '@sluice/datasets';
import { flume } from '@sluice/flume';
import { flumeImplementations } from '@sluice/flume/runtime';
import type { Program } from '@sluice/ir';
import {
  batchOfLines,
  createBatch,
  createRun,
  type Implementation,
  type Implementations,
  readRecords,
  textColumn,
} from '@sluice/runtime';
import { planProgram, printPlan } from '@sluice/runtime/plan';
import { spark } from '@sluice/spark';
import { sparkImplementations } from '@sluice/spark/runtime';
import { storm } from '@sluice/storm';
import { stormImplementations } from '@sluice/storm/runtime';
import { countedKernels, VirtualHost } from '@sluice/testkit';
import { describe, expect, test } from 'vitest';
import { examples } from '../src/index.ts';

const catalog = createCatalog([flume, storm, spark]);
const real: Implementations = { ...flumeImplementations, ...stormImplementations, ...sparkImplementations };

/** What writes nothing; the kernels of sinks are none of the plan. */
const nowhere: Implementation = {
  kind: 'sink',
  create: () => ({ write: () => undefined, close: () => undefined }),
};

/** Lines for components that would wait for the outside world. */
const lines: Implementation = {
  kind: 'source',
  create: () => {
    let next = 0;
    return {
      style: 'pull',
      read(max) {
        if (next >= 5000) return 'end';
        const from = next;
        next += Math.min(max, 5000 - next);
        return batchOfLines(openDataset('access-log', 1).lines(from, next - from), { ingestMs: 0 });
      },
      close: () => undefined,
    };
  },
};

/** In place of a person's function, which runs in a process of its own: the words of the first field. */
const split: Implementation = {
  kind: 'script',
  create: ({ fields, outputs }) => ({
    process(batch, { emit }) {
      const [from] = fields as readonly string[];
      const [to] = outputs as readonly { readonly name: string }[];
      const words = readRecords(batch).map((record) => String(record[from as string]).split(' '));
      const texts = textColumn(words.flat());
      const roots = Int32Array.from(words.flatMap((list, row) => list.map(() => batch.roots?.[row] ?? row)));
      const columns = new Map([[(to as { readonly name: string }).name, texts]]);
      emit('out', { ...createBatch(columns, texts.starts.length, batch.ingestMs), roots });
    },
  }),
};

function implementationsFor(program: Program): Implementations {
  const own = program.operators.flatMap((operator): [string, Implementation][] => {
    if (operator.kind === 'sink') return [[operator.run, nowhere]];
    if (operator.kind === 'script' && 'code' in operator.config) return [[operator.run, split]];
    const isOwn = operator.kind !== 'source' || /\.replay$/.test(operator.run);
    return isOwn ? [] : [[operator.run, lines]];
  });
  return { ...real, ...Object.fromEntries(own) };
}

/** The kernels a plan names, of operators and of streams. */
function namedIn(program: Program): string[] {
  const plan = planProgram(program);
  const operators = plan.stages.flatMap((stage) => stage.groups.flatMap((group) => group.operators));
  return [...new Set([...operators, ...plan.streams].flatMap((part) => part.kernels))].sort();
}

/** Kernels of the memory itself, called whatever the plan is. */
const housekeeping =
  /^(createDictionary|float64|owns|dispose|key|keyText|keyLength|javaHash|snapshot|restore|free)$/;

describe.each(examples)('$id', ({ id, flow }) => {
  const { program } = compile(flow, { catalog, name: id });
  if (!program) throw new Error(`${id} does not compile`);

  test('is planned as it was', () => {
    const file = new URL(`./golden/${id}.plan.txt`, import.meta.url);
    const plan = printPlan(planProgram(program));
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, plan);
    expect(plan).toBe(readFileSync(file, 'utf8'));
  });

  test('calls the kernels the plan names, and no others', async () => {
    const { kernels, calls } = countedKernels();
    const host = new VirtualHost({
      implementations: implementationsFor(program),
      kernels,
      datasets: Object.fromEntries(
        ['access-log', 'sentences', 'tweets'].map((name) => [
          name,
          (seed: number) => openDataset(name, seed),
        ]),
      ),
    });
    const run = createRun(program, host);
    const starting = run.start();
    await host.advance(0);
    await starting;
    await host.advance(2500);
    const moved = run.sample().values.reduce((sum, value) => sum + value, 0);
    expect(moved).toBeGreaterThan(0);
    const called = [...calls.keys()].filter((name) => !housekeeping.test(name)).sort();
    // No file that its first half writes is finished in this time, so nothing reaches its second half.
    const named = namedIn(program);
    expect(called).toEqual(id === 'ingest-and-count' ? named.filter((name) => name !== 'matchSteps') : named);
    const stopping = run.stop(0);
    await host.advance(1000);
    await stopping;
  });
});
