import { refuseConnection } from '@sluice/component';
import { examples } from '@sluice/examples';
import type { Flow } from '@sluice/flow';
import { describe, expect, it } from 'vitest';

import { catalog } from '../engines.ts';
import type { PortRef } from './canvas-store.ts';
import { bestEnd, endsOf, legalEnds, refusalOf } from './connect.ts';

function portsOf(flow: Flow): PortRef[] {
  return Object.entries(flow.components).flatMap(([component, { type, host }]) => {
    const spec = host === undefined ? catalog.component(type) : undefined;
    return [
      ...(spec?.inputs ?? []).map((p): PortRef => ({ component, port: p.name, side: 'in' })),
      ...(spec?.outputs ?? []).map((p): PortRef => ({ component, port: p.name, side: 'out' })),
    ];
  });
}

const exampleFlows = Object.fromEntries(examples.map(({ id, flow }) => [id, flow]));

describe('where a wire may end', () => {
  it.each(Object.entries(exampleFlows))('is what refuseConnection allows, in %s', (_name, flow) => {
    const ports = portsOf(flow);
    for (const from of ports) {
      const legal = new Set(legalEnds(catalog, flow, from).map((e) => `${e.component}/${e.port}`));
      for (const to of ports) {
        const ends = endsOf(from, to);
        const isAllowed = ends !== undefined && refuseConnection(catalog, flow, ends) === undefined;
        expect(legal.has(`${to.component}/${to.port}`) && to.side !== from.side).toBe(isAllowed);
        if (!isAllowed) expect(refusalOf(catalog, flow, { a: from, b: to })).toMatch(/\.$/);
      }
    }
  });

  it('is a port of the component it is dropped on, or nowhere with a reason', () => {
    for (const flow of Object.values(exampleFlows)) {
      for (const from of portsOf(flow)) {
        for (const id of Object.keys(flow.components)) {
          if (flow.components[id]?.host !== undefined || id === from.component) continue;
          const best = bestEnd(catalog, flow, from, id);
          if ('port' in best) expect(refusalOf(catalog, flow, { a: from, b: best.port })).toBeUndefined();
          else expect(best.reason.length).toBeGreaterThan(10);
        }
      }
    }
  });
});
