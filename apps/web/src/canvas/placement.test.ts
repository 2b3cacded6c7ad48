import { examples } from '@sluice/examples';
import type { Box, Flow } from '@sluice/flow';
import { describe, expect, it } from 'vitest';

import { catalog } from '../engines.ts';
import { layOutFlow } from '../store/edit-actions.ts';
import { placementOf } from './placement.ts';

function boxesOf(flow: Flow): Map<string, Box> {
  const { positions, shapes } = placementOf(flow, catalog);
  return new Map(
    [...positions].flatMap(([id, at]) => {
      const shape = shapes.get(id);
      return shape ? [[id, { ...at, width: shape.width, height: shape.height }] as const] : [];
    }),
  );
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function expectTidy(flow: Flow): void {
  const boxes = [...boxesOf(flow)];
  for (const [i, [a, box]] of boxes.entries()) {
    for (const [b, other] of boxes.slice(i + 1))
      expect(overlap(box, other), `${a} and ${b} overlap`).toBe(false);
    const home = placementOf(flow, catalog).boxes.get(flow.components[a]?.system ?? '');
    expect(home && box.x >= home.x && box.y >= home.y, `${a} is outside its system`).toBe(true);
    expect(home && box.x + box.width <= home.x + home.width, `${a} is outside its system`).toBe(true);
    expect(home && box.y + box.height <= home.y + home.height, `${a} is outside its system`).toBe(true);
  }
}

function withoutPlaces(flow: Flow): Flow {
  return { ...flow, layout: { components: {}, systems: {} } };
}

const exampleFlows = Object.fromEntries(examples.map(({ id, flow }) => [id, flow]));

describe('places on the canvas', () => {
  it.each(Object.entries(exampleFlows))('%s is drawn without overlaps, inside its systems', (_name, flow) => {
    expectTidy(flow);
  });

  it.each(Object.entries(exampleFlows))('%s without any place is arranged tidily', (_name, flow) => {
    expectTidy(withoutPlaces(flow));
  });

  it.each(Object.entries(exampleFlows))('laying out %s makes it tidy and twice is as once', (_name, flow) => {
    const once = layOutFlow(flow, catalog);
    expectTidy(once);
    expect(layOutFlow(once, catalog)).toEqual(once);
  });

  it('puts what feeds to the left of what is fed', () => {
    for (const flow of Object.values(exampleFlows)) {
      const { positions } = placementOf(layOutFlow(flow, catalog), catalog);
      for (const { from, to } of Object.values(flow.connections)) {
        if (flow.components[from.component]?.system !== flow.components[to.component]?.system) continue;
        expect(positions.get(from.component)?.x ?? 0).toBeLessThan(positions.get(to.component)?.x ?? 0);
      }
    }
  });

  it('keeps saved places when something new has none', () => {
    const [flow] = Object.values(exampleFlows);
    if (!flow) throw new Error('There are no examples.');
    const [first] = Object.keys(flow.layout.components);
    const { [first ?? '']: _gone, ...rest } = flow.layout.components;
    const partial = { ...flow, layout: { ...flow.layout, components: rest } };
    const { positions } = placementOf(partial, catalog);
    for (const [id, at] of Object.entries(rest)) expect(positions.get(id)).toEqual(at);
    expect(positions.size).toBe(Object.keys(flow.layout.components).length);
  });
});
