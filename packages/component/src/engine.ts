import type { Diagnostic, JsonObject, Partitioning, Stage } from '@sluice/ir';
import type { ComponentSpec, SystemSpec, Target } from './component-spec.ts';
import type { Drawing, DrawnConnection } from './drawing.ts';
import type { FieldSpecs } from './field.ts';
import type { Lower, LoweredOperator } from './lowering.ts';

/** A component with all defaults applied, as rules and engine hooks see it. */
export interface AppliedComponent {
  readonly id: string;
  readonly name: string;
  readonly spec: ComponentSpec;
  readonly system: string;
  readonly config: JsonObject;
  readonly host?: string;
}

export interface AppliedConnection {
  readonly id: string;
  readonly from: { readonly component: string; readonly port: string };
  readonly to: { readonly component: string; readonly port: string };
  readonly config: JsonObject;
}

/** The part of a drawing inside one system, with defaults applied: what an engine's rules look at. */
export interface AppliedSystem {
  readonly id: string;
  readonly name: string;
  readonly spec: SystemSpec;
  readonly config: JsonObject;
  readonly components: readonly AppliedComponent[];
  /** Connections with both ends, or one end, in this system. */
  readonly connections: readonly AppliedConnection[];
  /** Attached components of `host` in order. */
  attached(host: string): readonly AppliedComponent[];
}

/** Looks at one system and returns everything wrong with it. */
export type Rule = (system: AppliedSystem) => readonly Diagnostic[];

/** What an engine does with the outputs of a component that has attached components or several outgoing edges. */
export interface RoutingRequest {
  readonly component: AppliedComponent;
  readonly attached: readonly AppliedComponent[];
  readonly outgoing: readonly AppliedConnection[];
}

/**
 * Operators appended after a component's own: one `route` whose output names are connection ids, or nothing,
 * in which case every outgoing edge gets every record.
 */
export type Routing = (request: RoutingRequest) => readonly LoweredOperator[];

type Unplaced<T> = T extends unknown ? Omit<T, 'id' | 'origin'> : never;

/** Makes the stage a component belongs to. Components with equal `key` share one stage. */
export interface StagePlan {
  readonly key: string;
  readonly stage: Unplaced<Stage>;
}

/** A two-way reading between a text people write by hand and a drawing. */
export interface TextLens {
  readonly language: string;
  /** Shown in the text lane, e.g. `.properties`. */
  readonly title: string;
  /** Says whether a text looks like this language. */
  recognises(text: string): boolean;
  /**
   * Reads a text. `previous` lets components of the same system, kind and name keep their ids.
   * A text that does not parse gives problems of severity error and an empty drawing.
   */
  get(text: string, previous?: Drawing): TextReading;
  /** Writes the systems of `drawing` that belong to text `id` into that text, changing as little as possible. */
  put(drawing: Drawing, id: string): string;
  /** Writes one system that has no text in the exporter's own layout. */
  print(drawing: Drawing, system: string): string;
  /** Line ranges (from 1, inclusive) of each component in a text made by `put` or `print`. */
  locate(
    text: string,
    drawing: Drawing,
  ): readonly { readonly component: string; readonly from: number; readonly to: number }[];
}

export interface TextReading {
  /** `texts` is empty: the caller stores the text and its id. Systems carry no `text` either. */
  readonly drawing: Drawing;
  readonly problems: readonly Diagnostic[];
}

export interface PaletteGroup {
  readonly kind: string;
  readonly title: string;
}

/** Everything true of one engine that may run anywhere; the server side is a separate door. */
export interface EngineDefinition {
  readonly id: 'flume' | 'storm' | 'spark';
  readonly title: string;
  readonly icon: string;
  readonly target: Target;
  readonly systems: readonly SystemSpec[];
  readonly components: readonly ComponentSpec[];
  readonly lower: { readonly [componentId: string]: Lower };
  readonly groups: readonly PaletteGroup[];
  /** Fields of a connection inside this engine, chosen on the edge. */
  readonly connectionFields: FieldSpecs;
  /**
   * Names of the `connectionFields` that mean something on one connection, by the ends it joins and what hangs on
   * them. Without it, all of them do.
   */
  fieldsOf?(connection: DrawnConnection, drawing: Drawing): readonly string[];
  /** Sentence for each port type: what it connects to, used when a connection is refused. */
  readonly portTypes: { readonly [carries: string]: { readonly title: string; readonly hint: string } };
  readonly rules: readonly Rule[];
  readonly routing: Routing;
  /** Which output of its component a connection takes; the one of its port when left out. */
  outputOf?(connection: AppliedConnection): string;
  partitioning(connection: AppliedConnection, to: AppliedComponent): Partitioning;
  stageOf(component: AppliedComponent, system: AppliedSystem): StagePlan;
  /** Executors and tasks of a component. */
  parallelism(component: AppliedComponent): { readonly executors: number; readonly tasks: number };
  readonly lens?: TextLens;
  /** A new component of an unknown type found in a text; it is kept and drawn as such. */
  readonly unknownIcon: string;
}

/** Looks up components and engines by id. */
export interface Catalog {
  readonly engines: readonly EngineDefinition[];
  component(id: string): ComponentSpec | undefined;
  system(id: string): SystemSpec | undefined;
  engineOf(typeId: string): EngineDefinition | undefined;
}

/** Collects engines into a catalog. Throws when two components share an id: that is a programming error. */
export function createCatalog(engines: readonly EngineDefinition[]): Catalog {
  const components = new Map<string, ComponentSpec>();
  const systems = new Map<string, SystemSpec>();
  for (const engine of engines) {
    for (const spec of engine.components) {
      if (components.has(spec.id)) throw new Error(`Component id ${spec.id} is declared twice`);
      components.set(spec.id, spec);
    }
    for (const spec of engine.systems) systems.set(spec.id, spec);
  }
  return {
    engines,
    component: (id) => components.get(id),
    system: (id) => systems.get(id),
    engineOf: (typeId) => engines.find((e) => typeId.startsWith(`${e.id}.`)),
  };
}

/** The palette kind of a component: the middle part of its id. */
export function kindOf(componentId: string): string {
  return componentId.split('.')[1] ?? '';
}
