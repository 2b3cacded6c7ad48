import { emptyFlow, type Flow } from '@sluice/flow';
import type { RunSchema } from '@sluice/protocol';
import { describe, expect, it } from 'vitest';
import { catalog } from '../engines.ts';
import { TickRing } from '../store/tick-ring.ts';
import { buildScene, readSample, type Scene } from './overlay-scene.ts';

const flow: Flow = {
  ...emptyFlow('words'),
  systems: { t: { type: 'storm.topology', name: 't', config: {} } },
  components: {
    lines: { type: 'storm.spout.replay', name: 'lines', system: 't', config: {} },
    view: { type: 'storm.bolt.view', name: 'view', system: 't', config: {} },
  },
  connections: {
    c: { from: { component: 'lines', port: 'out' }, to: { component: 'view', port: 'in' }, config: {} },
  },
};

const names = [
  ['component', 'lines', 'emitted', 'counter'],
  ['component', 'lines', 'acked', 'counter'],
  ['component', 'lines', 'failed', 'counter'],
  ['component', 'lines', 'pending', 'gauge'],
  ['connection', 'c', 'events', 'counter'],
] as const;
const schema: RunSchema = {
  run: 'r',
  revision: 1,
  series: names.map(([scope, ref, name, kind]) => ({ scope, ref, name, kind, unit: '' })),
};

function sceneAfter(isOver: boolean): Scene {
  const samples = new TickRing(64);
  samples.setSchema(schema);
  samples.push({ run: 'r', revision: 1, timeMs: 0, values: [1000, 900, 90, 10, 1000] });
  samples.push({
    run: 'r',
    revision: 1,
    timeMs: 1000,
    values: [41_218, 41_000, 218, 0, 41_218],
  });
  const scene = buildScene(flow, catalog, { samples, ways: new Map() });
  readSample(scene, samples, { isStill: true, isOver, elapsedMs: 0 });
  return scene;
}

describe('numbers on the canvas', () => {
  it('are rates while the run goes on', () => {
    const { nodes, edges } = sceneAfter(false);
    const spout = nodes.find((node) => node.id === 'lines');
    expect(edges[0]?.label).toBe('40.2k/s');
    expect([spout?.acked, spout?.failed]).toEqual(['40.1k/s', '128/s']);
    expect(spout?.readings.map(({ label, text }) => `${label} ${text}`)).toEqual([
      'emit 40.2k/s',
      'pending 0',
    ]);
  });

  it('are what was counted, exactly, once it is over', () => {
    const { nodes, edges } = sceneAfter(true);
    const spout = nodes.find((node) => node.id === 'lines');
    expect(edges[0]?.label).toBe('41,218');
    expect([spout?.acked, spout?.failed, spout?.isFailing]).toEqual(['41,000', '218', true]);
    expect(spout?.readings.map(({ label, text }) => `${label} ${text}`)).toEqual([
      'emit 41,218',
      'pending 0',
    ]);
  });
});
