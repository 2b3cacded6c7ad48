import { expect, test } from 'vitest';
import {
  addComponent,
  addSystem,
  connect,
  emptyFlow,
  type Flow,
  type FlowComponent,
  type FlowConnection,
  findFlaws,
  moveComponents,
  removeSystem,
  replaceDrawing,
  setSystemText,
  setText,
} from './index.ts';

const sink = (system: string): FlowComponent => ({ type: 'flume.sink.hdfs', name: 'k', system, config: {} });
const wire = (from: string, to: string): FlowConnection => ({
  from: { component: from, port: 'out' },
  to: { component: to, port: 'in' },
  config: {},
});

/** Agent `a` follows text `t`; context `spark` is drawn; a link leads from one to the other. */
function start(): Flow {
  let flow = addSystem(emptyFlow('t'), { id: 'a', type: 'flume.agent', name: 'a' });
  flow = setText(flow, 't', { language: 'flume', content: '' });
  flow = setSystemText(flow, 'a', 't');
  flow = addSystem(flow, { id: 'spark', type: 'spark.context', name: 'spark' });
  for (const [id, system] of [
    ['src', 'a'],
    ['k', 'a'],
    ['files', 'spark'],
  ] as const) {
    flow = addComponent(flow, { id, type: 'x', name: id, system, position: { x: 1, y: 2 } });
  }
  flow = connect(flow, { id: 'w', ...wire('src', 'k') });
  return connect(flow, { id: 'link', ...wire('k', 'files') });
}

test('kept ids keep their place and their links; gone ones leave nothing behind', () => {
  const flow = moveComponents(start(), { k: { x: 50, y: 60 } });
  const after = replaceDrawing(flow, 't', {
    systems: { a: { type: 'flume.agent', name: 'a', config: {} } },
    components: { k: sink('a'), fresh: sink('a') },
    connections: { w2: wire('fresh', 'k') },
  });
  expect(findFlaws(after)).toEqual([]);
  expect(after.layout.components.k).toEqual({ x: 50, y: 60 });
  expect(after.layout.components.fresh).toBeUndefined();
  expect(Object.keys(after.connections).sort()).toEqual(['link', 'w2']);
  expect(after.components.src).toBeUndefined();
  expect(after.components.files).toBe(flow.components.files);
  expect(after.systems.a?.text).toBe('t');
});

test('a link whose end is gone goes too', () => {
  const after = replaceDrawing(start(), 't', {
    systems: { a: { type: 'flume.agent', name: 'a', config: {} } },
    components: {},
    connections: {},
  });
  expect(after.connections).toEqual({});
  expect(findFlaws(after)).toEqual([]);
});

test('ids that belong to something else are exchanged everywhere', () => {
  const after = replaceDrawing(start(), 't', {
    systems: { spark: { type: 'flume.agent', name: 'a2', config: {} } },
    components: { files: sink('spark'), t: { ...sink('spark'), host: 'files' } },
    connections: { link: wire('files', 'files') },
  });
  expect(findFlaws(after)).toEqual([]);
  expect(after.systems.spark?.type).toBe('spark.context');
  expect(after.components.files?.system).toBe('spark');
  expect(after.components.files2).toMatchObject({ system: 'spark2', type: 'flume.sink.hdfs' });
  expect(after.components.t2).toMatchObject({ system: 'spark2', host: 'files2' });
});

test('a reading that says the same changes nothing', () => {
  const flow = start();
  const reading = {
    systems: { a: { type: 'flume.agent', name: 'a', config: {} } },
    components: Object.fromEntries(Object.entries(flow.components).filter(([, c]) => c.system === 'a')),
    connections: { w: wire('src', 'k') },
  };
  const after = replaceDrawing(flow, 't', reading);
  expect(after).toEqual(flow);
  expect(after.components).toBe(flow.components);
});

test('a text goes with the last system that follows it', () => {
  const flow = start();
  expect(removeSystem(flow, 'a').texts).toEqual({});
  expect(setSystemText(flow, 'a', undefined).texts).toEqual({});
});
