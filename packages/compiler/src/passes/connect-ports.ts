import type { AppliedConnection, EngineDefinition } from '@sluice/component';
import type { Diagnostic, Stream } from '@sluice/ir';
import { printSchema } from './infer-schema.ts';
import type { Lowered } from './lower-components.ts';
import type { Resolved } from './resolve-parts.ts';

export interface Connected {
  readonly streams: readonly Stream[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The output of its component a connection takes. */
export function outputOf(connection: AppliedConnection, engine: EngineDefinition | undefined): string {
  return engine?.outputOf?.(connection) ?? connection.from.port;
}

/** Turns drawn connections, and the joints inside a component, into streams with their partitioning. */
export function connectPorts(
  lowered: Lowered,
  resolved: Resolved,
  connections: readonly AppliedConnection[],
): Connected {
  const streams: Stream[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { component, steps } of lowered.components.values()) {
    for (const [index, step] of steps.entries()) {
      const next = steps[index + 1];
      if (next === undefined || step.output === undefined) continue;
      streams.push({
        id: `${step.id}>${next.id}`,
        from: { operator: step.id, output: 'out' },
        to: { operator: next.id, input: 'in' },
        schema: step.output,
        partitioning: { kind: 'forward' },
        origin: { component: next.component.id, system: component.system },
      });
    }
  }
  for (const connection of connections) {
    const from = lowered.components.get(connection.from.component);
    const to = lowered.components.get(connection.to.component);
    const engine = resolved.components.get(connection.to.component)?.engine;
    const [last, first] = [from?.steps.at(-1), to?.steps[0]];
    if (from === undefined || to === undefined || engine === undefined) continue;
    if (last === undefined || first === undefined || last.output === undefined) continue;
    const partitioning = engine.partitioning(connection, to.component);
    const output = outputOf(connection, engine);
    const schema = last.operator.outputs?.[output] ?? last.output;
    if (partitioning.kind === 'hash' || partitioning.kind === 'partial-hash') {
      const missing = partitioning.fields.filter((name) => !schema.fields.some((f) => f.name === name));
      if (missing.length > 0) {
        diagnostics.push({
          code: 'FLOW_GROUPING_FIELD_MISSING',
          severity: 'error',
          message: `This connection groups by ${missing.join(', ')}, but ${from.component.name} gives ${printSchema(schema)}.`,
          at: { connection: connection.id, system: from.component.system },
          help: `Group by ${schema.fields.map((f) => f.name).join(' or ')}.`,
        });
      }
    }
    streams.push({
      id: connection.id,
      from: {
        operator: last.id,
        output: last.operator.kind === 'route' ? connection.id : output,
      },
      // Of several streams the one that is furthest behind counts: each has a port of its own.
      to: {
        operator: first.id,
        input: first.operator.kind === 'watermark' ? connection.id : connection.to.port,
      },
      schema,
      partitioning,
      origin: { connection: connection.id, system: from.component.system },
    });
  }
  return { streams, diagnostics };
}
