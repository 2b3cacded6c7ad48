import { applyDefaults, type LowerContext } from '@sluice/component';
import type { JsonObject, Program, Schema } from '@sluice/ir';
import { elementSchema, pairSchema } from '@sluice/ir';
import { type Drawn, programOf, stage } from '../../runtime/test/micro-batch/harness.ts';
import { spark } from '../src/index.ts';

/** A transformation with its config, by the last part of its id. */
export interface Step {
  readonly name: string;
  readonly config?: JsonObject;
}

/** Lowers transformations one after another behind a scripted input, with `out` at the end. */
export function lowerChain(
  input: { readonly batches: readonly (readonly unknown[])[]; readonly isPair?: boolean },
  steps: readonly Step[],
  batchMs = 1000,
): Program {
  const start = input.isPair ? pairSchema('any', 'integer') : elementSchema('any');
  const operators: { [id: string]: Drawn & { readonly schema?: Schema } } = {
    in: {
      kind: 'source',
      run: 'test.script',
      config: { batches: input.batches as never, shape: start.shape },
      schema: start,
    },
  };
  const edges: string[] = [];
  let schema = start;
  let previous = 'in';
  for (const [index, step] of steps.entries()) {
    for (const [part, lowered] of lowerStep(step, schema).entries()) {
      const id = `${index}.${step.name}.${part}`;
      schema = lowered.schema ?? schema;
      operators[id] = { ...lowered, schema } as Drawn & { readonly schema: Schema };
      edges.push(`${previous}>${id}`);
      previous = id;
    }
  }
  operators.out = { kind: 'sink', run: 'test.sink', config: {} };
  edges.push(`${previous}>out`);
  return programOf(stage(batchMs), operators, edges);
}

/** What a transformation means behind streams of these schemas. */
export function lowerStep(
  step: Step,
  input: Schema,
  inputs?: LowerContext['inputs'],
): ReturnType<NonNullable<(typeof spark.lower)[string]>> {
  const id = `spark.transformation.${step.name}`;
  const spec = spark.components.find((c) => c.id === id);
  const lower = spark.lower[id];
  if (!spec || !lower) throw new Error(`There is no ${id}`);
  const context: LowerContext = {
    input,
    ...(inputs && { inputs }),
    typeOf: (text) => (/^\d+$/.test(text) ? 'integer' : 'any'),
  };
  return lower(applyDefaults(spec.config, step.config ?? {}), context);
}
