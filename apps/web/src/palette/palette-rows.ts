import {
  type Catalog,
  type ComponentSpec,
  type EngineDefinition,
  kindOf,
  type Target,
} from '@sluice/component';

export interface PaletteSection {
  readonly key: string;
  readonly title: string;
  readonly rows: readonly ComponentSpec[];
}

/** The rows of one engine by group; with words, the rows of all engines that match, the chosen engine first. */
export function sectionsOf(
  catalog: Catalog,
  engine: EngineDefinition['id'],
  words: string,
): readonly PaletteSection[] {
  const wanted = words.trim().toLowerCase();
  const first = catalog.engines.filter((e) => e.id === engine);
  const engines = wanted === '' ? first : [...first, ...catalog.engines.filter((e) => e.id !== engine)];
  return engines.flatMap((e) =>
    e.groups.flatMap(({ kind, title }): PaletteSection[] => {
      const rows = e.components.filter((spec) => kindOf(spec.id) === kind && matches(spec, title, wanted));
      const name = e.id === engine ? title : `${e.title} ${title.toLowerCase()}`;
      return rows.length > 0 ? [{ key: `${e.id}.${kind}`, title: name, rows }] : [];
    }),
  );
}

function matches(spec: ComponentSpec, group: string, wanted: string): boolean {
  if (wanted === '') return true;
  const text = `${spec.title} ${spec.id} ${group} ${spec.exportType ?? ''} ${spec.summary}`.toLowerCase();
  return wanted.split(/\s+/).every((word) => text.includes(word));
}

/** Whether a component can be taken to an engine, and what to say of it. */
export function capabilityOf(
  spec: ComponentSpec,
  target: Target,
): { readonly can: 'yes' | 'with-difference' | 'no'; readonly note: string } {
  const declared = spec.targets?.[target];
  if (!declared) {
    const isOwn = spec.id.startsWith(`${target}.`);
    return isOwn ? { can: 'yes', note: 'native' } : { can: 'no', note: 'cannot be exported there' };
  }
  if (declared.can === 'yes') return { can: 'yes', note: 'native' };
  return declared.can === 'no'
    ? { can: 'no', note: declared.because }
    : { can: 'with-difference', note: declared.difference };
}
