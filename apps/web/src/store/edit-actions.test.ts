import { emptyFlow, type Flow } from '@sluice/flow';
import { describe, expect, it } from 'vitest';
import { catalog } from '../engines.ts';
import { type AddRequest, addToFlow, withSystemsFor } from './edit-actions.ts';

function add(flow: Flow, request: AddRequest): { readonly flow: Flow; readonly id: string } {
  const added = addToFlow(flow, catalog, request);
  if ('refused' in added) throw new Error(added.refused);
  return added;
}

describe('adding a component', () => {
  it('to an empty flow makes the system it needs, around it', () => {
    const { flow, id } = add(emptyFlow('f'), { type: 'flume.source.netcat', at: { x: 320, y: 160 } });
    const [system] = Object.values(flow.systems);
    expect(system).toMatchObject({ type: 'flume.agent', name: 'agent1' });
    expect(flow.layout.components[id]).toEqual({ x: 320, y: 160 });
    const [box] = Object.values(flow.layout.systems);
    expect(box && box.x < 320 && box.y < 160 && box.x + box.width > 320 + 208).toBe(true);
  });

  it.each(['storm.spout.replay', 'spark.input.replay'])('%s makes a system of its own engine', (type) => {
    const agent = add(emptyFlow('f'), { type: 'flume.source.netcat', at: { x: 0, y: 0 } }).flow;
    const { flow, id } = add(agent, { type, at: { x: 0, y: 600 } });
    expect(Object.keys(flow.systems)).toHaveLength(2);
    expect(flow.systems[flow.components[id]?.system ?? '']?.type.split('.')[0]).toBe(type.split('.')[0]);
  });

  it('beside another connects both when that is legal', () => {
    const source = add(emptyFlow('f'), { type: 'flume.source.netcat', at: { x: 0, y: 0 } });
    const channel = add(source.flow, { type: 'flume.channel.memory', beside: source.id });
    expect(Object.values(channel.flow.connections)).toEqual([
      { from: { component: source.id, port: 'out' }, to: { component: channel.id, port: 'in' }, config: {} },
    ]);
    const sink = add(channel.flow, { type: 'flume.sink.logger', beside: source.id });
    expect(Object.keys(sink.flow.connections)).toHaveLength(1);
  });

  it('finds a place where nothing stands', () => {
    let { flow, id } = add(emptyFlow('f'), { type: 'storm.spout.replay', at: { x: 0, y: 0 } });
    for (let i = 0; i < 6; i++) flow = add(flow, { type: 'storm.bolt.split', beside: id }).flow;
    const places = Object.values(flow.layout.components).map(({ x, y }) => `${x},${y}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it('attaches an interceptor to the selected or only source, and says what to do without one', () => {
    const source = add(emptyFlow('f'), { type: 'flume.source.netcat', at: { x: 0, y: 0 } });
    const { flow, id } = add(source.flow, { type: 'flume.interceptor.timestamp' });
    expect(flow.components[id]).toMatchObject({ host: source.id, name: 'timestamp' });
    const refused = addToFlow(emptyFlow('f'), catalog, { type: 'flume.interceptor.timestamp' });
    expect(refused).toEqual({ refused: expect.stringContaining('Select a source') });
  });

  it('replaces the selector of a source, which has one at most', () => {
    const source = add(emptyFlow('f'), { type: 'flume.source.netcat', at: { x: 0, y: 0 } });
    const one = add(source.flow, { type: 'flume.selector.replicating' });
    const two = add(one.flow, { type: 'flume.selector.multiplexing' });
    const selectors = Object.values(two.flow.components).filter((c) => c.type.startsWith('flume.selector.'));
    expect(selectors.map((c) => c.type)).toEqual(['flume.selector.multiplexing']);
  });

  it('names components the way a text refers to them, each once', () => {
    let { flow } = add(emptyFlow('f'), { type: 'flume.source.netcat', at: { x: 0, y: 0 } });
    for (let i = 0; i < 2; i++)
      flow = add(flow, { type: 'flume.channel.memory', at: { x: 300, y: 160 * i } }).flow;
    expect(Object.values(flow.components).map((c) => c.name)).toEqual(['source1', 'channel1', 'channel2']);
  });
});

describe('pasting into another flow', () => {
  it('gives components of a system that is not there one of their engine', () => {
    const { flow } = add(emptyFlow('f'), { type: 'storm.spout.replay', at: { x: 0, y: 0 } });
    const clip = { components: flow.components, connections: {}, layout: flow.layout.components };
    const housed = withSystemsFor(emptyFlow('g'), catalog, clip);
    expect(Object.values(housed.flow.systems).map((s) => s.type)).toEqual(['storm.topology']);
    const [component] = Object.values(housed.clip.components);
    expect(Object.keys(housed.flow.systems)).toContain(component?.system);
  });
});
