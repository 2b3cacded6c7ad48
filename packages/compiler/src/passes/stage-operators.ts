import type { AppliedSystem } from '@sluice/component';
import type { Logic, Operator, Stage, Stream } from '@sluice/ir';
import type { Applied } from './apply-defaults.ts';
import { groupBy } from './group-by.ts';
import type { Lowered, LoweredComponent, LoweredStep } from './lower-components.ts';
import type { Resolved } from './resolve-parts.ts';

export interface Staged {
  readonly stages: readonly Stage[];
  readonly operators: readonly Operator[];
}

/** Gives every logic the component it belongs to, so that an error at run time leads back to the form. */
function withOrigins(value: unknown, component: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withOrigins(item, component));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if ('kind' in value && value.kind === 'expression' && 'text' in value) {
    const logic = value as Extract<Logic, { kind: 'expression' }>;
    return { ...Object.fromEntries(entries), origin: { component, ...logic.origin } };
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, withOrigins(item, component)]));
}

function parametersOf(step: LoweredStep): Record<string, unknown> {
  const {
    schema: _,
    outputs: __,
    config,
    ...parameters
  } = step.operator as typeof step.operator & { config?: unknown };
  const located = withOrigins(parameters, step.component.id) as Record<string, unknown>;
  // A config is the component's own JSON: nothing in it is logic.
  return config === undefined ? located : { ...located, config };
}

function portsOf(
  step: LoweredStep,
  whole: LoweredComponent,
  { incoming, outgoing }: { readonly incoming: readonly Stream[]; readonly outgoing: readonly Stream[] },
): Pick<Operator, 'inputs' | 'outputs'> {
  const { spec } = whole.component;
  const isFirst = whole.steps[0] === step;
  const isLast = whole.steps.at(-1) === step;
  const { kind } = step.operator;
  const ownInputs = spec.inputs.filter((p) => !p.carries.startsWith('link.')).map((p) => p.name);
  const drawn = kind === 'watermark' ? incoming.map((s) => s.to.input) : ownInputs;
  const inputs = kind === 'source' ? [] : isFirst ? drawn : ['in'];
  const schema = step.output;
  if (kind === 'sink' || schema === undefined) return { inputs, outputs: [] };
  if (kind === 'route') {
    const ids = outgoing.map((s) => s.from.output);
    return { inputs, outputs: ids.map((name) => ({ name, schema })) };
  }
  const ownOutputs = spec.outputs.filter((p) => !p.carries.startsWith('link.')).map((p) => p.name);
  // Streams a component declares by its settings have no port of their own.
  const declared = Object.keys(step.operator.outputs ?? {}).filter((name) => !ownOutputs.includes(name));
  return {
    inputs,
    outputs: (isLast ? [...ownOutputs, ...declared] : ['out']).map((name) => ({
      name,
      schema: step.operator.outputs?.[name] ?? schema,
    })),
  };
}

/** Puts every operator into the stage its engine plans for its component. */
export function stageOperators(
  lowered: Lowered,
  { resolved, applied, streams }: { resolved: Resolved; applied: Applied; streams: readonly Stream[] },
): Staged {
  const stages = new Map<string, Stage>();
  const operators: Operator[] = [];
  const outOf = groupBy(streams, (s) => s.from.operator);
  const into = groupBy(streams, (s) => s.to.operator);
  for (const whole of lowered.components.values()) {
    const { component } = whole;
    const engine = resolved.components.get(component.id)?.engine;
    const system: AppliedSystem | undefined = applied.systems.get(component.system);
    if (engine === undefined || system === undefined || whole.steps.length === 0) continue;
    const { key, stage } = engine.stageOf(component, system);
    if (!stages.has(key)) {
      stages.set(key, { id: key, ...stage, origin: { system: component.system } } as Stage);
    }
    for (const step of whole.steps) {
      operators.push({
        id: step.id,
        stage: key,
        ...parametersOf(step),
        ...portsOf(step, whole, {
          incoming: into.get(step.id) ?? [],
          outgoing: outOf.get(step.id) ?? [],
        }),
        parallelism: engine.parallelism(component),
        origin: { component: step.component.id, system: component.system },
      } as Operator);
    }
  }
  return { stages: [...stages.values()], operators };
}
