import {
  type Operator,
  type Partitioning,
  type Program,
  type Schema,
  tupleSchema,
  type ValueType,
} from '@sluice/ir';
import { countedKernels, VirtualHost } from '@sluice/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchOfLines, createRun, type Implementations, type RunHost } from '../src/index.ts';
import { planProgram, printPlan } from '../src/plan/index.ts';

type Step = Partial<Operator> & { readonly kind: Operator['kind']; readonly schema: Schema };

const schemaOf = (name: string, type: ValueType = 'string'): Schema => tupleSchema([{ name, type }]);
const expression = (text: string) => ({ kind: 'expression', text }) as const;
const line = schemaOf('line');
const word = schemaOf('word');
const filter = (text: string, schema = line): Step => ({
  kind: 'filter',
  predicate: expression(text),
  schema,
});
const rename: Step = {
  kind: 'map',
  keep: false,
  assign: [{ field: { name: 'text', type: 'string' }, value: expression('line') }],
  schema: schemaOf('text'),
};
const lowered: Step = {
  kind: 'map',
  keep: false,
  assign: [{ field: { name: 'line', type: 'string' }, value: expression('lower(line)') }],
  schema: line,
};
const words = (field = 'line', each = `words(${field})`): Step => ({
  kind: 'flat-map',
  each: expression(each),
  field: { name: 'word', type: 'string' },
  schema: word,
});
const count: Step = {
  kind: 'aggregate',
  key: ['word'],
  fold: { kind: 'count' },
  scope: { kind: 'record' },
  result: 'count',
  schema: tupleSchema([
    { name: 'word', type: 'string' },
    { name: 'count', type: 'integer' },
  ]),
};
const script: Step = { kind: 'script', run: 'test.same', config: {}, schema: line };
const byLine: Partitioning = { kind: 'shuffle' };
const byWord: Partitioning = { kind: 'hash', fields: ['word'], function: 'java' };

/** A topology whose bolts are single operators in a row; `spread` lies before the step of that index. */
function programOf(
  steps: readonly Step[],
  spread: { readonly [at: number]: Partitioning } = {},
  workers = 1,
): Program {
  const all: readonly Step[] = [
    { kind: 'source', run: 'test.lines', config: {}, schema: line },
    ...steps,
    { kind: 'sink', run: 'test.sink', config: {}, schema: line },
  ];
  const operators = all.map(({ schema, ...step }, at) => {
    const id = `o${at}`;
    const tasks = spread[at - 1] === undefined ? 1 : 3;
    const own = { id, stage: 's', inputs: ['in'], parallelism: { executors: tasks, tasks } };
    return {
      ...own,
      ...step,
      outputs: step.kind === 'sink' ? [] : [{ name: 'out', schema }],
      origin: { component: id },
    } as Operator;
  });
  const streams = all.slice(1).map((_, at) => ({
    id: `s${at}`,
    from: { operator: `o${at}`, output: 'out' },
    to: { operator: `o${at + 1}`, input: 'in' },
    schema: (all[at] as Step).schema,
    partitioning: spread[at] ?? ({ kind: 'forward' } as const),
    origin: { connection: `s${at}` },
  }));
  const stage = { id: 's', model: 'tuple-tree', delivery: 'at-least-once', origin: {} } as const;
  return {
    name: 'test',
    version: 1,
    stages: [{ ...stage, workers, ackers: 1, messageTimeoutMs: 30_000 }],
    operators,
    streams,
  };
}

/** What a run needs of a host; its methods go on working on the host itself. */
function hostParts(host: VirtualHost): RunHost {
  return {
    implementations: host.implementations,
    seed: host.seed,
    kernels: host.kernels,
    files: host.files,
    capabilities: host.capabilities,
    now: () => host.now(),
    schedule: (delayMs, action) => host.schedule(delayMs, action),
    openDataset: (name, seed) => host.openDataset(name, seed),
    loadState: (key) => host.loadState(key),
    saveState: (key, state) => host.saveState(key, state),
    emit: (event) => host.emit(event),
  };
}

const implementations: Implementations = {
  'test.lines': {
    kind: 'source',
    create: () => {
      let isRead = false;
      return {
        style: 'pull',
        read: () => {
          if (isRead) return 'end';
          isRead = true;
          return batchOfLines('an error of a\nno problem\nan error of b\nall is well here\n', {
            field: 'line',
            ingestMs: 0,
          });
        },
        close: () => undefined,
      };
    },
  },
  'test.sink': { kind: 'sink', create: () => ({ write: () => undefined, close: () => undefined }) },
  'test.same': {
    kind: 'script',
    create: () => ({ process: (batch, output) => output.emit('out', batch) }),
  },
};

const known = [
  'findRows',
  'internWords',
  'javaHashes',
  'splitFields',
  'fieldAt',
  'json',
  'logFields',
  'hash',
  'partition',
  'intern',
  'gather',
  'countIds',
  'sumIds',
];

async function called(program: Program): Promise<string[]> {
  const { kernels, calls } = countedKernels();
  const host = new VirtualHost({ implementations, kernels });
  const run = createRun(program, host);
  void run.start();
  await host.untilDone();
  return known.filter((name) => calls.has(name));
}

/** Kernels the plan names; only those it is sure of when asked. */
function named(program: Program, isSure = false): string[] {
  const plan = planProgram(program);
  const operators = plan.stages.flatMap((stage) => stage.groups.flatMap((group) => group.operators));
  const kernels = [...operators, ...plan.streams].flatMap((part): readonly string[] =>
    isSure && part.unless !== undefined ? [] : part.kernels,
  );
  return known.filter((name) => kernels.includes(name));
}

describe('the plan names the kernels that are called, and no others', () => {
  it.each<[string, Program]>([
    ['a search for bytes', programOf([filter("contains(line, 'error')")])],
    ['a search for what is not there', programOf([filter("not contains(line, 'error')")])],
    ['a plain pattern', programOf([filter("matches(line, 'error of')")])],
    ['a regular expression', programOf([filter("matches(line, 'err.r')")])],
    ['a comparison', programOf([filter('length(line) > 3')])],
    [
      'a search in a column under another name',
      programOf([rename, filter("contains(text, 'error')", schemaOf('text'))]),
    ],
    ['a search in what was computed', programOf([lowered, filter("contains(line, 'error')")])],
    [
      'a search after a search',
      programOf([filter("contains(line, 'a')"), filter("contains(line, 'error')")]),
    ],
    ['words that are counted', programOf([words(), count])],
    ['words of a selection', programOf([filter("contains(line, 'error')"), words(), count])],
    ['words of what was computed', programOf([lowered, words(), count])],
    ['words that go on', programOf([words()])],
    ['fields that are counted', programOf([words('line', "split(line, ' ')"), count])],
    ['a search in words', programOf([words(), filter("contains(word, 'rr')", word)])],
    ['a search in numbered words', programOf([words(), filter("contains(word, 'rr')", word), count])],
    ['words spread by their hash', programOf([words(), count], { 1: byWord })],
  ])('%s', async (_, program) => {
    expect(await called(program)).toEqual(named(program));
  });

  it('in any row of operators', async () => {
    const onLines = fc.array(
      fc.constantFrom(
        filter("contains(line, 'error')"),
        filter("not contains(line, 'nowhere')"),
        filter('length(line) > 3'),
        lowered,
      ),
      { maxLength: 3 },
    );
    const onWords = fc.array(
      fc.constantFrom(filter("contains(word, 'r')", word), filter("word != 'nowhere'", word)),
      { maxLength: 2 },
    );
    const any = fc.record({ onLines, onWords, isCounted: fc.boolean(), isSpread: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(any, async ({ onLines: before, onWords: after, isCounted, isSpread }) => {
        const steps = [...before, words(), ...after, ...(isCounted ? [count] : [])];
        const program = programOf(steps, isSpread ? { [before.length + 1]: byWord } : {});
        const calls = await called(program);
        // A kernel that is named with a condition may be called or not; all others are.
        expect(named(program)).toEqual(expect.arrayContaining(calls));
        expect(calls).toEqual(expect.arrayContaining(named(program, true)));
      }),
      { numRuns: 60 },
    );
  });

  it('what a script gave is seen when it runs, and the plan says so', async () => {
    const program = programOf([script, filter("contains(line, 'error')")]);
    expect(printPlan(planProgram(program))).toContain('unless: Unless line comes as values');
    expect(await called(program)).toEqual(['findRows']);
  });
});

describe('the plan', () => {
  it('is plain data, the same for the same program', () => {
    const program = programOf([filter("contains(line, 'error')"), words(), count], { 2: byWord });
    const plan = planProgram(program);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(planProgram(program)).toEqual(plan);
  });

  it('says of every operator but sources and sinks either a kernel or what does the work instead', () => {
    for (const steps of [[filter('length(line) > 3')], [lowered, words(), count], [script]]) {
      const operators = planProgram(programOf(steps)).stages[0]?.groups.flatMap((group) => group.operators);
      for (const { tier, whyNot, kernels } of operators ?? []) {
        if (tier === 'kernel') expect(kernels.length).toBeGreaterThan(0);
        if (tier === 'expression' || tier === 'script') expect(whyNot).toMatch(/\.$/);
      }
    }
  });
});

describe('threads of a plan', () => {
  it('are those that are started on a machine with enough cores, and no more', async () => {
    const spread = { 0: byLine, 1: byWord } as const;
    const told: [number, number, number][] = [];
    for (const workers of [1, 2, 3, 5]) {
      for (const steps of [[words(), count], [script], []]) {
        const program = programOf(steps, steps.length > 1 ? spread : {}, workers);
        const host = new VirtualHost({ implementations, threads: 64 });
        let started = 1;
        const run = createRun(program, {
          ...hostParts(host),
          threads: {
            most: 64,
            start: (order, listener) => {
              started += 1;
              return host.threads.start(order, listener);
            },
          },
        });
        await run.start();
        await host.untilDone();
        await run.stop(0);
        expect(planProgram(program).threads).toBe(started);
        told.push([workers, steps.length, started]);
      }
    }
    // Three executors a bolt: more than three threads have nothing to do.
    expect(told.filter(([, steps]) => steps === 2).map(([, , threads]) => threads)).toEqual([1, 2, 3, 4]);
    expect(told.filter(([, steps]) => steps < 2).every(([, , threads]) => threads === 1)).toBe(true);
  });
});
