import type { AppliedComponent, AppliedConnection, LowerContext, LoweredOperator } from '@sluice/component';
import type { Diagnostic, Schema } from '@sluice/ir';
import type { Applied } from './apply-defaults.ts';
import { checkExpressions } from './check-expressions.ts';
import { outputOf } from './connect-ports.ts';
import { groupBy } from './group-by.ts';
import { inferSchema, printSchema, typeOfText, unifySchemas } from './infer-schema.ts';
import type { Resolved } from './resolve-parts.ts';

/** One operator of a component, before it has ports, a stage and a place among the others. */
export interface LoweredStep {
  readonly id: string;
  /** The component the operator comes from: the host itself, or one attached to it. */
  readonly component: AppliedComponent;
  readonly operator: LoweredOperator;
  readonly input: Schema | undefined;
  /** Schemas by input port of the component, for the first operator of one whose inputs differ. */
  readonly inputs?: PortSchemas;
  readonly output: Schema | undefined;
}

type PortSchemas = { readonly [port: string]: Schema };

/** A component on the canvas as a chain of operators, first to last. */
export interface LoweredComponent {
  readonly component: AppliedComponent;
  readonly steps: readonly LoweredStep[];
  readonly input: Schema | undefined;
  readonly output: Schema | undefined;
}

export interface Lowered {
  readonly components: ReadonlyMap<string, LoweredComponent>;
  readonly diagnostics: readonly Diagnostic[];
}

interface Sources {
  readonly resolved: Resolved;
  readonly applied: Applied;
  /** Ids in the order of the streams. */
  readonly order: readonly string[];
  /** Connections that make streams. */
  readonly streams: readonly AppliedConnection[];
  /** Components whose form has errors: they are not lowered. */
  readonly isBroken: (component: string) => boolean;
}

/**
 * Lowers every component along the streams, so that each knows the schema of what arrives. Schemas and expressions
 * are checked on the way: a component that cannot be lowered leaves what follows unknown, and unknown is never wrong.
 */
export function lowerComponents({ resolved, applied, order, streams, isBroken }: Sources): Lowered {
  const components = new Map<string, LoweredComponent>();
  const diagnostics: Diagnostic[] = [];
  const into = groupBy(streams, (c) => c.to.component);
  const outOf = groupBy(streams, (c) => c.from.component);
  for (const id of order) {
    const component = applied.components.get(id);
    const part = resolved.components.get(id);
    if (component === undefined || part === undefined) continue;
    const incoming = into.get(id) ?? [];
    const inputs = arrivingAt(component, incoming);
    const input = Object.values(inputs)[0];
    const attached = applied.systems.get(component.system)?.attached(id) ?? [];
    const chain = new Chain(input, component.spec.inputs.length > 1 ? inputs : undefined);
    const isMissing = [component, ...attached].some((c) => isBroken(c.id));
    if (!isMissing) {
      chain.add(component, lowerOne(component, input, inputs));
      for (const extra of attached) {
        if (part.engine.lower[extra.spec.id]) chain.add(extra, lowerOne(extra, chain.output));
      }
      chain.add(component, part.engine.routing({ component, attached, outgoing: outOf.get(id) ?? [] }));
    }
    components.set(id, {
      component,
      steps: chain.steps,
      input,
      output: isMissing ? undefined : chain.output,
    });
    for (const owner of [component, ...attached]) {
      const own = chain.steps.filter((s) => s.component === owner);
      if (isBroken(owner.id)) continue;
      diagnostics.push(
        ...checkExpressions(owner, own[0]?.input ?? (owner === component ? input : undefined), own),
      );
    }
    diagnostics.push(...checkKeys(component, chain.steps, incoming));
  }
  return { components, diagnostics };

  function lowerOne(
    component: AppliedComponent,
    input: Schema | undefined,
    inputs?: PortSchemas,
  ): readonly LoweredOperator[] {
    const lower = resolved.components.get(component.id)?.engine.lower[component.spec.id];
    const context: LowerContext = {
      input,
      ...(inputs && { inputs }),
      typeOf: (text) => typeOfText(text, input),
    };
    if (lower) return lower(component.config, context);
    return [{ kind: 'sink', run: component.spec.id, config: component.config }];
  }

  /** What arrives at each input port that has streams, in the order of the ports. */
  function arrivingAt(component: AppliedComponent, incoming: readonly AppliedConnection[]): PortSchemas {
    return Object.fromEntries(
      component.spec.inputs.flatMap(({ name }) => {
        const schema = arriving(
          component,
          incoming.filter((c) => c.to.port === name),
        );
        return schema === undefined ? [] : [[name, schema]];
      }),
    );
  }

  /** What arrives at one port; streams that do not go together are reported on the connection. */
  function arriving(component: AppliedComponent, incoming: readonly AppliedConnection[]): Schema | undefined {
    let whole: Schema | undefined;
    for (const connection of incoming) {
      const from = components.get(connection.from.component);
      const engine = resolved.components.get(connection.from.component)?.engine;
      const named = outputOf(connection, engine);
      const output = from?.steps.at(-1)?.operator.outputs?.[named] ?? from?.output;
      if (from === undefined || output === undefined) continue;
      if (whole === undefined) {
        whole = output;
        continue;
      }
      const both = unifySchemas(whole, output);
      if (both !== undefined) {
        whole = both;
        continue;
      }
      diagnostics.push({
        code: 'FLOW_STREAMS_DIFFER',
        severity: 'error',
        message: `${from.component.name} gives ${printSchema(output)}, but the other streams into ${component.name} are ${printSchema(whole)}.`,
        at: { connection: connection.id, component: component.id, system: component.system },
        help: 'Make both streams alike, for example with a map.',
      });
    }
    return whole;
  }

  function checkKeys(
    component: AppliedComponent,
    steps: readonly LoweredStep[],
    incoming: readonly AppliedConnection[],
  ): Diagnostic[] {
    for (const { operator, input } of steps) {
      if ((operator.kind !== 'aggregate' && operator.kind !== 'reduce') || input === undefined) continue;
      const missing = operator.key.filter((name) => !input.fields.some((f) => f.name === name));
      if (missing.length === 0) continue;
      const connection = incoming[0]?.id;
      return [
        {
          code: 'FLOW_KEY_MISSING',
          severity: 'error',
          message: `${component.name} groups by ${missing.join(', ')}, but what arrives is ${printSchema(input)}.`,
          at: {
            component: component.id,
            system: component.system,
            ...(connection !== undefined && { connection }),
          },
          help: `Make a stream with ${operator.key.join(' and ')} first, or group by ${input.fields.map((f) => f.name).join(' or ')}.`,
        },
      ];
    }
    return [];
  }
}

/** Collects the operators of one component and names them after where they come from. */
class Chain {
  readonly steps: LoweredStep[] = [];
  output: Schema | undefined;
  private readonly ids = new Set<string>();

  private readonly inputs: PortSchemas | undefined;

  constructor(input: Schema | undefined, inputs: PortSchemas | undefined) {
    this.inputs = inputs;
    this.output = input;
  }

  add(component: AppliedComponent, operators: readonly LoweredOperator[]): void {
    for (const operator of operators) {
      const input = this.output;
      this.output = inferSchema(operator, input);
      this.steps.push({
        id: this.idOf(component, operator),
        component,
        operator,
        input,
        ...(this.inputs !== undefined && this.steps.length === 0 && { inputs: this.inputs }),
        output: this.output,
      });
    }
  }

  /** The first operator of a component has the component's id, later ones add their kind: `src`, `src.route`. */
  private idOf(component: AppliedComponent, operator: LoweredOperator): string {
    let id = component.id;
    for (let number = 1; this.ids.has(id); number += 1) {
      id = `${component.id}.${operator.kind}${number === 1 ? '' : number}`;
    }
    this.ids.add(id);
    return id;
  }
}
