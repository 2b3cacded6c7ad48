import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { examples } from '@sluice/examples';
import { type Flow, parseFlow, printFlow } from '@sluice/flow';
import type { FlowState, FlowSummary } from '@sluice/protocol';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collide } from '../src/features/flows/collide.ts';
import { openBackend, someFlow, type TestBackend, temporaryFolder, until } from './backend-fixture.ts';

let folder: ReturnType<typeof temporaryFolder>;
let backend: TestBackend;

beforeEach(async () => {
  folder = temporaryFolder();
  backend = await openBackend(folder.path);
});
afterEach(async () => {
  await backend.close();
  folder.remove();
});

const file = (id: string): string => join(folder.path, `${id}.flow.json`);
const onDisk = (id: string): Flow => {
  const { flow, problems } = parseFlow(readFileSync(file(id), 'utf8'));
  if (!flow) throw new Error(problems?.[0]?.message);
  return flow;
};
const create = async (body: object = { name: 'Word count' }): Promise<FlowState> =>
  (await backend.call('POST', '/flows', body)).body as FlowState;
const rename = (value: string) => [{ op: 'replace', path: ['name'], value }];
const addSystem = (id: string) => [
  { op: 'add', path: ['systems', id], value: { type: 'storm.topology', name: id, config: {} } },
];
const change = (id: string, client: string, base: number, patches: object[]) =>
  backend.call('POST', `/flows/${id}/changes`, { client, base, label: 'Edit', patches });

describe('flows in a project folder', () => {
  it('creates files named after the flow, never the same twice', async () => {
    expect((await create()).id).toBe('word-count');
    expect((await create()).id).toBe('word-count-2');
    expect(onDisk('word-count').name).toBe('Word count');
    const { body } = await backend.call('GET', '/flows');
    expect((body as FlowSummary[]).map((flow) => flow.id)).toEqual(['word-count', 'word-count-2']);
  });

  it('saves every accepted change within 300 ms, atomically', async () => {
    const { id, revision } = await create();
    expect(await change(id, 'a', revision, rename('Renamed'))).toEqual({
      status: 200,
      body: { revision: revision + 1 },
    });
    await until('the file', () => onDisk(id).name === 'Renamed');
    expect(readdirSync(folder.path).filter((name) => name.includes('tmp'))).toEqual([]);
  });

  it('keeps flows, revisions and unsaved changes over a restart', async () => {
    const { id, revision } = await create();
    await change(id, 'a', revision, rename('Renamed'));
    await backend.close();
    expect(onDisk(id).name).toBe('Renamed');
    backend = await openBackend(folder.path);
    const { body } = await backend.call('GET', `/flows/${id}`);
    expect((body as FlowState).flow.name).toBe('Renamed');
    expect((body as FlowState).revision).toBeGreaterThan(revision + 1);
    // A page that was open all along goes on with the revision it knows.
    expect((await change(id, 'a', revision + 1, addSystem('topology'))).status).toBe(200);
  });

  it('merges the changes of two clients by property', async () => {
    const { id, revision } = await create();
    await change(id, 'a', revision, addSystem('left'));
    expect((await change(id, 'b', revision, addSystem('right'))).status).toBe(200);
    expect((await change(id, 'b', revision, rename('B'))).status).toBe(200);
    expect(Object.keys(backend.flows.read(id).flow.systems)).toEqual(['left', 'right']);
  });

  it('answers 409 with both sides when two clients change one property', async () => {
    const { id, revision } = await create();
    await change(id, 'a', revision, rename('A'));
    const { status, body } = await change(id, 'b', revision, rename('B'));
    expect(status).toBe(409);
    expect(body).toMatchObject({
      code: 'FLOW_STALE',
      conflict: {
        current: { revision: revision + 1, flow: { name: 'A' } },
        theirs: rename('A'),
        yours: rename('B'),
      },
    });
    // Its own earlier change is no conflict, nor is the same value.
    expect((await change(id, 'a', revision, rename('A2'))).status).toBe(200);
    expect((await change(id, 'c', revision + 1, rename('A2'))).status).toBe(200);
  });

  it('refuses what would break the document, and revisions it cannot know', async () => {
    const { id, revision } = await create();
    const dangling = {
      from: { component: 'x', port: 'out' },
      to: { component: 'y', port: 'in' },
      config: {},
    };
    const broken = await change(id, 'a', revision, [
      { op: 'add', path: ['connections', 'c'], value: dangling },
    ]);
    expect(broken).toMatchObject({ status: 409, body: { code: 'FLOW_STALE' } });
    expect((await change(id, 'a', revision + 7, rename('X'))).status).toBe(409);
    expect((await change(id, 'a', revision, [{ op: 'add', path: [], value: 1 }])).status).toBe(400);
    expect(backend.flows.read(id).revision).toBe(revision);
  });

  it('takes in what others write into the folder', async () => {
    const { id, flow, revision } = await create();
    writeFileSync(file(id), printFlow({ ...flow, name: 'By hand' }));
    await until('the change', () => backend.flows.read(id).flow.name === 'By hand');
    expect(backend.flows.read(id).revision).toBe(revision + 1);
    writeFileSync(file('new-one'), printFlow(someFlow('New')));
    await until('the new file', () => backend.flows.list().some((entry) => entry.id === 'new-one'));
  });

  it('keeps an edit made here and an edit made in the file', async () => {
    const { id, flow, revision } = await create();
    await change(id, 'a', revision, addSystem('here'));
    writeFileSync(file(id), printFlow({ ...flow, summary: 'Written by hand.' }));
    await until('both', () => onDisk(id).summary !== '' && Object.keys(onDisk(id).systems).length === 1);
  });

  it('shows an unreadable file with the reason and never overwrites it', async () => {
    writeFileSync(file('damaged'), '{"version": {"major": 1, "minor": 0}, "name": ');
    await until('the file', () => backend.flows.list().some((entry) => entry.id === 'damaged'));
    const { body } = await backend.call('GET', '/flows');
    expect((body as FlowSummary[])[0]?.unreadable).toMatch(/not JSON/);
    const before = statSync(file('damaged')).mtimeMs;
    expect((await change('damaged', 'a', 1, rename('X'))).body).toMatchObject({ code: 'FLOW_UNREADABLE' });
    expect((await backend.call('GET', '/flows/damaged')).status).toBe(409);
    await backend.close();
    expect(statSync(file('damaged')).mtimeMs).toBe(before);
    backend = await openBackend(folder.path);
  });

  it('moves a deleted flow to the trash', async () => {
    const { id } = await create();
    expect((await backend.call('DELETE', `/flows/${id}`)).status).toBe(204);
    expect(existsSync(file(id))).toBe(false);
    expect(readdirSync(join(folder.path, '.sluice', 'trash'))).toHaveLength(1);
    expect((await backend.call('GET', `/flows/${id}`)).status).toBe(404);
  });

  it('duplicates a flow and imports a document', async () => {
    const { id, flow } = await create();
    const { body } = await backend.call('POST', `/flows/${id}/duplicate`);
    expect((body as FlowState).flow.name).toBe('Word count copy');
    expect((await create({ flow })).id).toBe('word-count-2');
    expect((await create({ text: printFlow(flow) })).id).toBe('word-count-3');
    const nothing = await backend.call('POST', '/flows', { text: 'just words' });
    expect(nothing).toMatchObject({ status: 422, body: { code: 'IMPORT_LANGUAGE_UNKNOWN' } });
    const text = 'a1.sources = r1\n\na1.sources.r1.bind = C:\\users\n';
    const broken = await backend.call('POST', '/flows', { text });
    expect(broken).toMatchObject({
      status: 422,
      body: {
        code: 'FLUME_TEXT_MALFORMED',
        detail: 'Line 3: Malformed \\uxxxx: four hexadecimal digits must follow \\u.',
      },
    });
    expect((await backend.call('POST', '/flows', { text: 'a', example: 'b' })).status).toBe(400);
  });

  it('X10: no spelling of an id leaves the folder', async () => {
    writeFileSync(join(folder.path, '..', 'outside.flow.json'), printFlow(someFlow()));
    const names = [
      '../outside',
      '..%2foutside',
      '%2e%2e%2foutside',
      '..\\outside',
      './../outside',
      'a/../../outside',
    ];
    for (const name of [
      ...names,
      '.',
      '..',
      '%00',
      'outside\u0000',
      '.sluice',
      '.sluice/server/token',
      '/etc/passwd',
    ]) {
      for (const method of ['GET', 'DELETE'] as const) {
        const { status } = await backend.call(method, `/flows/${encodeURIComponent(name)}`);
        expect([400, 404]).toContain(status);
        const plain = await backend.raw({
          method,
          url: `/api/v1/flows/${name}`,
          headers: { cookie: backend.cookie, 'x-sluice-csrf': backend.csrf, origin: backend.origin },
        });
        expect(plain.statusCode, name).toBeGreaterThanOrEqual(400);
      }
    }
    const escaped = await create({ name: '../../etc/passwd' });
    expect(escaped.id).toMatch(/^[a-z0-9-]+$/);
    expect(existsSync(join(folder.path, '..', 'outside.flow.json'))).toBe(true);
  });
});

describe('the plan of a flow', () => {
  it('is the program and how it is run, or what keeps the flow from compiling', async () => {
    const words = examples.find((example) => example.id === 'storm-word-count')?.flow;
    const { id } = backend.flows.create(words as Flow);
    expect(await backend.call('GET', `/flows/${id}/plan`)).toMatchObject({
      status: 200,
      body: {
        version: 1,
        program: { version: 1 },
        stages: [
          {
            model: 'tuple-tree',
            groups: [{ tasks: 1 }, { operators: [{ kernels: ['internWords'] }] }, {}, {}],
          },
        ],
      },
    });
    const blank = await create();
    expect(await backend.call('GET', `/flows/${blank.id}/plan`)).toMatchObject({
      status: 422,
      body: { code: 'PLAN_NOT_COMPILED', diagnostics: [{ code: 'FLOW_EMPTY' }] },
    });
    expect((await backend.call('GET', '/flows/nowhere/plan')).status).toBe(404);
  });
});

describe('collide', () => {
  const key = fc.constantFrom('a', 'b', 'layout');
  const patch = fc.record({
    op: fc.constantFrom('add' as const, 'replace' as const, 'remove' as const),
    path: fc.array(key, { minLength: 1, maxLength: 3 }),
    value: fc.integer({ min: 0, max: 2 }),
  });
  it('is symmetric, and silent about patches that do not share a path', () => {
    fc.assert(
      fc.property(fc.array(patch, { maxLength: 4 }), fc.array(patch, { maxLength: 4 }), (mine, theirs) => {
        expect(collide(mine, theirs)).toBe(collide(theirs, mine));
        const prefix = (side: string, list: typeof mine) =>
          list.map((p) => ({ ...p, path: [side, ...p.path] }));
        expect(collide(prefix('x', mine), prefix('y', theirs))).toBe(false);
      }),
    );
  });
});
