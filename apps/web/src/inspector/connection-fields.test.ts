import { examples } from '@sluice/examples';
import type { Flow } from '@sluice/flow';
import { describe, expect, it } from 'vitest';
import { catalog } from '../engines.ts';
import { fieldsOfConnection } from './connection-fields.ts';

function flowOf(id: string): Flow {
  const found = examples.find((example) => example.id === id);
  if (!found) throw new Error(`no example ${id}`);
  return found.flow;
}

/** The fields of the connection between two components, by their names. */
function fieldsBetween(flow: Flow, from: string, to: string): readonly string[] {
  const nameOf = (id: string): string | undefined => flow.components[id]?.name;
  const connection = Object.values(flow.connections).find(
    (c) => nameOf(c.from.component) === from && nameOf(c.to.component) === to,
  );
  if (!connection) throw new Error(`no connection from ${from} to ${to}`);
  return Object.keys(fieldsOfConnection(catalog, flow, connection));
}

describe('the settings of a connection', () => {
  it('depend on the ends it joins', () => {
    const flow = flowOf('access-log-multiplexing');
    expect(fieldsBetween(flow, 'requests', 'failed')).toContain('when');
    expect(fieldsBetween(flow, 'failed', 'failures')).toEqual([]);
  });

  it('are the grouping in a topology and nothing in a streaming context', () => {
    expect(fieldsBetween(flowOf('storm-word-count'), 'split', 'count')).toContain('grouping');
    expect(fieldsBetween(flowOf('top-hashtags'), 'tags', 'counts')).toEqual([]);
  });

  it('keep what is set though it means nothing here, so that it can be taken back', () => {
    const flow = flowOf('access-log-multiplexing');
    const [id, connection] = Object.entries(flow.connections).find(
      ([, c]) => flow.components[c.from.component]?.name === 'failed',
    ) as [string, Flow['connections'][string]];
    const odd = { ...connection, config: { isDefault: true } };
    const changed = { ...flow, connections: { ...flow.connections, [id]: odd } };
    expect(Object.keys(fieldsOfConnection(catalog, changed, odd))).toEqual(['isDefault']);
  });
});
