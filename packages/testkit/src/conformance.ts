import { applyDefaults, type ComponentSpec, checkField, type Lower } from '@sluice/component';
import { elementSchema, eventSchema, type JsonObject, operatorKinds, type Schema } from '@sluice/ir';

export interface ConformanceOptions {
  readonly lower?: Lower;
  /** Config a newcomer would set; defaults fill in the rest. */
  readonly config?: JsonObject;
  /** Schema that arrives; by default events for Flume and one text element elsewhere. */
  readonly input?: Schema;
}

/**
 * Looks a component over the way every component must hold: defaults pass its own checks, config survives JSON, and
 * lowering is pure, plain data, made of the closed set of kinds. Returns every problem found, in words.
 */
export function conformanceProblems(spec: ComponentSpec, options: ConformanceOptions = {}): string[] {
  const problems: string[] = [];
  const defaults = applyDefaults(spec.config, {});
  for (const [name, field] of Object.entries(spec.config)) {
    for (const found of checkField(name, field, defaults[name], { component: spec.id })) {
      if (found.code !== 'FLOW_FIELD_REQUIRED') problems.push(`default of ${name}: ${found.message}`);
    }
  }
  const config = applyDefaults(spec.config, options.config ?? {});
  const round = applyDefaults(spec.config, JSON.parse(JSON.stringify(config)) as JsonObject);
  if (JSON.stringify(round) !== JSON.stringify(config))
    problems.push('config changes on its way through JSON');
  if (options.lower) problems.push(...loweringProblems(spec, options.lower, config, options.input));
  return problems;
}

function loweringProblems(
  spec: ComponentSpec,
  lower: Lower,
  config: JsonObject,
  given: Schema | undefined,
): string[] {
  const isSource = spec.inputs.every((port) => port.carries.startsWith('link.'));
  const input = given ?? (spec.id.startsWith('flume.') ? eventSchema : elementSchema('string'));
  const context = {
    input: isSource && spec.attachesTo === undefined ? undefined : input,
    typeOf: () => 'any' as const,
    problem: () => undefined,
  };
  const before = JSON.stringify(config);
  const first = lower(config, context);
  const second = lower(config, context);
  const problems: string[] = [];
  if (JSON.stringify(config) !== before) problems.push('lowering changes its config');
  if (JSON.stringify(first) !== JSON.stringify(second)) problems.push('lowering twice gives two meanings');
  for (const operator of first) {
    if (!operatorKinds.includes(operator.kind)) problems.push(`unknown kind ${operator.kind}`);
    if ('run' in operator && operator.run !== spec.id) problems.push(`runs ${operator.run}, not itself`);
  }
  if (first.length === 0) problems.push('lowers to nothing');
  if (isSource && spec.attachesTo === undefined) {
    if (first[0]?.kind !== 'source') problems.push('a component without inputs must begin with a source');
    if (first[0]?.schema === undefined) problems.push('a source must declare its schema');
  }
  return problems;
}
