import type { Operator, Partitioning, Program, Schema, Stage, Stream } from '@sluice/ir';

/** An operator without what the place in its program says. */
export type Drawn = Operator extends infer T
  ? T extends Operator
    ? Omit<T, 'id' | 'stage' | 'inputs' | 'outputs' | 'parallelism' | 'origin'>
    : never
  : never;

/** A component: operators in a chain, the last of which has the outputs. */
export interface Part {
  readonly id: string;
  readonly stage?: string;
  readonly operators: readonly { readonly draw: Drawn; readonly schema: Schema }[];
  readonly executors?: number;
  readonly tasks?: number;
  /** Names of the outputs of the last operator; default `out`. */
  readonly outputs?: readonly string[];
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly output?: string;
  readonly input?: string;
  readonly partitioning?: Partitioning;
}

/** The id of the connection an edge is. */
export function connectionOf({ from, to }: { readonly from: string; readonly to: string }): string {
  return `${from}>${to}`;
}

/** Builds a program as the compiler would: one operator or chain a component, one stream an edge. */
export function buildProgram(
  stages: readonly Stage[],
  parts: readonly Part[],
  edges: readonly Edge[],
): Program {
  const operators: Operator[] = [];
  const streams: Stream[] = [];
  const only = stages[0]?.id ?? '';
  const lastOf = new Map<string, { readonly id: string; readonly schema: Schema }>();
  for (const part of parts) {
    const inputs = [
      ...new Set(edges.filter((edge) => edge.to === part.id).map((edge) => edge.input ?? 'in')),
    ];
    part.operators.forEach(({ draw, schema }, index) => {
      const id = index === 0 ? part.id : `${part.id}.${index}`;
      const isLast = index === part.operators.length - 1;
      const names = isLast ? (part.outputs ?? ['out']) : ['out'];
      operators.push({
        ...draw,
        id,
        stage: part.stage ?? only,
        inputs: draw.kind === 'source' ? [] : index > 0 ? ['in'] : inputs,
        outputs: draw.kind === 'sink' ? [] : names.map((name) => ({ name, schema })),
        parallelism: { executors: part.executors ?? 1, tasks: part.tasks ?? part.executors ?? 1 },
        origin: { component: part.id },
      } as Operator);
      const before = lastOf.get(part.id);
      if (before) {
        streams.push({
          id: `${part.id}#${index}`,
          from: { operator: before.id, output: 'out' },
          to: { operator: id, input: 'in' },
          schema: before.schema,
          partitioning: { kind: 'forward' },
          origin: { component: part.id },
        });
      }
      lastOf.set(part.id, { id, schema });
    });
  }
  for (const edge of edges) {
    const from = lastOf.get(edge.from);
    if (!from) throw new Error(`no part ${edge.from}`);
    streams.push({
      id: connectionOf(edge),
      from: { operator: from.id, output: edge.output ?? 'out' },
      to: { operator: edge.to, input: edge.input ?? 'in' },
      schema: from.schema,
      partitioning: edge.partitioning ?? { kind: 'forward' },
      origin: { connection: connectionOf(edge) },
    });
  }
  return { name: 'world', version: 1, stages: [...stages], operators, streams };
}

/** An expression as operators hold it. */
export function expression(text: string): { readonly kind: 'expression'; readonly text: string } {
  return { kind: 'expression', text };
}
