import type { ComponentSpec, EngineDefinition, Target } from '@sluice/component';
import { kindOf } from '@sluice/component';
import { catalog } from '../../engines.ts';

const targets: readonly Target[] = ['flume', 'storm', 'spark'];

/** A component as the catalog tells it: its spec, and for every target yes, with a difference, or no. */
export function describeComponent(spec: ComponentSpec, engine: EngineDefinition) {
  return {
    ...spec,
    engine: engine.id,
    kind: kindOf(spec.id),
    targets: Object.fromEntries(targets.map((target) => [target, capabilityOf(spec, engine, target)])),
  };
}

function capabilityOf(spec: ComponentSpec, engine: EngineDefinition, target: Target) {
  const declared = spec.targets?.[target];
  if (declared) return declared;
  if (target === engine.target) return { can: 'yes' as const };
  return { can: 'no' as const, because: `It is a ${engine.title} component.` };
}

/** The whole catalog as data. */
export function describeCatalog() {
  return {
    engines: catalog.engines.map((engine) => ({
      id: engine.id,
      title: engine.title,
      groups: engine.groups,
      systems: engine.systems,
      connectionFields: engine.connectionFields,
    })),
    components: catalog.engines.flatMap((engine) =>
      engine.components.map((spec) => describeComponent(spec, engine)),
    ),
  };
}

/** One component of the catalog. */
export function findComponent(id: string) {
  return describeCatalog().components.find((component) => component.id === id);
}
