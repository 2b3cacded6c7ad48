import type {
  Catalog,
  ComponentSpec,
  Drawing,
  DrawnComponent,
  DrawnSystem,
  EngineDefinition,
  SystemSpec,
} from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';

export interface ResolvedSystem {
  readonly id: string;
  readonly drawn: DrawnSystem;
  readonly spec: SystemSpec;
  readonly engine: EngineDefinition;
}
export interface ResolvedComponent {
  readonly id: string;
  readonly drawn: DrawnComponent;
  readonly spec: ComponentSpec;
  readonly engine: EngineDefinition;
}

/** The parts of a drawing that the catalog knows, sorted by id. */
export interface Resolved {
  readonly systems: ReadonlyMap<string, ResolvedSystem>;
  readonly components: ReadonlyMap<string, ResolvedComponent>;
  readonly diagnostics: readonly Diagnostic[];
}

function sorted<T>(map: { readonly [id: string]: T }): [string, T][] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Finds the spec of every system and component. Unknown ones become diagnostics and leave the later passes alone. */
export function resolveParts(drawing: Drawing, catalog: Catalog): Resolved {
  const diagnostics: Diagnostic[] = [];
  const systems = new Map<string, ResolvedSystem>();
  for (const [id, drawn] of sorted(drawing.systems)) {
    const spec = catalog.system(drawn.type);
    const engine = catalog.engineOf(drawn.type);
    if (spec && engine) {
      systems.set(id, { id, drawn, spec, engine });
      continue;
    }
    diagnostics.push({
      code: 'FLOW_SYSTEM_UNKNOWN',
      severity: 'error',
      message: `${drawn.name} is a ${drawn.type}, which this Sluice does not know.`,
      at: { system: id },
      help: 'Remove the system, or open the flow with a newer Sluice.',
    });
  }
  const components = new Map<string, ResolvedComponent>();
  for (const [id, drawn] of sorted(drawing.components)) {
    const system = systems.get(drawn.system);
    const spec = catalog.component(drawn.type);
    const engine = catalog.engineOf(drawn.type);
    if (spec === undefined || engine === undefined) {
      diagnostics.push({
        code: 'FLOW_COMPONENT_UNKNOWN',
        severity: 'error',
        message: `${drawn.name} is a ${drawn.type}, which cannot run here.`,
        at: { component: id, system: drawn.system },
        help: 'Replace or remove it to run the flow. It is kept, and exported as it was.',
      });
      continue;
    }
    // Its system has been reported already.
    if (system === undefined) continue;
    if (system.engine.id !== engine.id) {
      diagnostics.push({
        code: 'FLOW_COMPONENT_MISPLACED',
        severity: 'error',
        message: `${drawn.name} belongs to ${engine.title}, but ${system.drawn.name} is a ${system.spec.title}.`,
        at: { component: id, system: drawn.system },
        help: `Move it into a ${engine.systems[0]?.title ?? engine.title}.`,
      });
      continue;
    }
    components.set(id, { id, drawn, spec, engine });
  }
  return { systems, components, diagnostics };
}
