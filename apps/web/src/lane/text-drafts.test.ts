import { configure, emptyFlow, type Flow, removeSystem, replaceDrawing, setText } from '@sluice/flow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { catalog, engines } from '../engines.ts';
import { openLog } from '../store/edit-log.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { agentOf, fieldNameOf, textOf } from './agent-text.ts';
import { readTexts, typeText, useTextDrafts } from './text-drafts.ts';

const text = `# by hand
a.sources = s
a.channels = c
a.sinks = k

a.sources.s.type = netcat
a.sources.s.bind = localhost
a.sources.s.port = 41414
a.sources.s.channels = c
a.channels.c.type = memory
a.channels.c.capacity = 1000
a.sinks.k.type = logger
a.sinks.k.channel = c
`;

/** A flow read from the text above. */
function agentFlow(): Flow {
  const lens = engines.find((engine) => engine.lens?.recognises(text) === true)?.lens;
  if (lens === undefined) throw new Error('no engine reads the text');
  const stored = setText(emptyFlow('f'), 't', { language: lens.language, content: text });
  return replaceDrawing(stored, 't', lens.get(text).drawing);
}

/** Storage of one tab. */
function fakeStorage(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

function open(flow: Flow): void {
  const { log } = openLog(flow, 0);
  useFlowStore.setState({ id: 'f', opening: { kind: 'opening' }, log, flow });
  useFlowStore.setState({ opening: { kind: 'open' } });
}

const flowNow = (): Flow => useFlowStore.getState().flow;
const named = (name: string): string =>
  Object.keys(flowNow().components).find((id) => flowNow().components[id]?.name === name) ?? '';
const configOf = (name: string) => flowNow().components[named(name)]?.config;
let agent = '';
const shown = (): string => useTextDrafts.getState().drafts[agent]?.text ?? textOf(flowNow(), agent);
const type = (from: string, to: string): void => typeText(agent, shown().replace(from, to));
const set = (name: string, field: string, value: number): void => {
  useFlowStore
    .getState()
    .apply('Set', (flow) => configure(flow, { component: named(name) }, { field, value }));
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('sessionStorage', fakeStorage());
  open(agentFlow());
  agent = agentOf(flowNow(), useFlowStore.getState().selection) ?? '';
});
afterEach(() => {
  useFlowStore.getState().close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('a typed text', () => {
  it('is read a moment after the last key, as one edit that undo takes back', () => {
    type('41414', '4141');
    type('4141', '44');
    expect(configOf('s')).toMatchObject({ port: 41414 });
    vi.advanceTimersByTime(300);
    expect(configOf('s')).toMatchObject({ port: 44 });
    expect(useTextDrafts.getState().drafts).toEqual({});
    expect(shown()).toBe(text.replace('41414', '44'));
    useFlowStore.getState().undo();
    expect(shown()).toBe(text);
  });

  it('is read at once when the field is left or a run begins', () => {
    type('41414', '45');
    readTexts();
    expect(configOf('s')).toMatchObject({ port: 45 });
  });

  it('that is again what it was is no edit', () => {
    type('41414', '45');
    type('45', '41414');
    vi.advanceTimersByTime(1000);
    expect(useFlowStore.getState().log.done).toEqual([]);
    expect(useTextDrafts.getState().drafts).toEqual({});
  });

  it('takes in what others change meanwhile, on other lines', () => {
    type('41414', '45');
    set('c', 'capacity', 500);
    expect(shown()).toBe(text.replace('41414', '45').replace('1000', '500'));
    vi.advanceTimersByTime(300);
    expect(configOf('s')).toMatchObject({ port: 45 });
    expect(configOf('c')).toMatchObject({ capacity: 500 });
  });

  it('wins on a line that others change too', () => {
    type('41414', '45');
    set('s', 'port', 46);
    vi.advanceTimersByTime(300);
    expect(configOf('s')).toMatchObject({ port: 45 });
  });

  it('keeps the name of its field and stays in view when it renames its agent', () => {
    const field = fieldNameOf(flowNow(), agent);
    typeText(agent, text.replaceAll('a.', 'b.'));
    vi.advanceTimersByTime(300);
    const next = agentOf(flowNow(), useFlowStore.getState().selection) ?? '';
    expect(flowNow().systems[next]?.name).toBe('b');
    expect(fieldNameOf(flowNow(), next)).toBe(field);
  });

  it('goes with its agent', () => {
    type('41414', '45');
    useFlowStore.getState().apply('Remove', (flow) => removeSystem(flow, agent));
    expect(useTextDrafts.getState().drafts).toEqual({});
    vi.advanceTimersByTime(1000);
    expect(flowNow().systems).toEqual({});
  });
});

describe('a text that does not parse', () => {
  const breakText = (): void => {
    type('41414', '\\u12');
    vi.advanceTimersByTime(300);
  };

  it('waits, says where and why, and leaves the flow as it was', () => {
    breakText();
    expect(useFlowStore.getState().isTextBroken).toBe(true);
    expect(useTextDrafts.getState().drafts[agent]?.refused?.range?.line).toBe(8);
    expect(configOf('s')).toMatchObject({ port: 41414 });
    type('\\u12', '45');
    vi.advanceTimersByTime(300);
    expect(useFlowStore.getState().isTextBroken).toBe(false);
    expect(configOf('s')).toMatchObject({ port: 45 });
  });

  it('goes on over a reload, with what changed meanwhile', () => {
    breakText();
    const flow = configure(flowNow(), { component: named('c') }, { field: 'capacity', value: 7 });
    useFlowStore.getState().close();
    expect(useTextDrafts.getState().drafts).toEqual({});
    open(flow);
    vi.advanceTimersByTime(300);
    expect(useFlowStore.getState().isTextBroken).toBe(true);
    expect(shown()).toBe(text.replace('41414', '\\u12').replace('1000', '7'));
  });

  it('is also one without any agent: the flow is not emptied while a text is exchanged', () => {
    typeText(agent, '');
    vi.advanceTimersByTime(300);
    expect(useFlowStore.getState().isTextBroken).toBe(true);
    expect(Object.keys(flowNow().components)).toHaveLength(3);
  });
});

it('a text of an agent without one is stored with the first edit', () => {
  const flow = agentFlow();
  const { text: _text, ...bare } = flow.systems[agent] ??
    flow.systems.a ?? { type: '', name: '', config: {} };
  useFlowStore.getState().close();
  open({ ...flow, texts: {}, systems: { [agent]: bare } });
  const field = fieldNameOf(flowNow(), agent);
  expect(catalog.engineOf(bare.type)?.lens).toBeDefined();
  typeText(agent, `${shown()}# note\n`);
  vi.advanceTimersByTime(300);
  expect(shown()).toContain('# note');
  expect(flowNow().systems[agent]?.text).toBeDefined();
  expect(fieldNameOf(flowNow(), agent)).toBe(field);
});
