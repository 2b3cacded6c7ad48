import { attachedTo, type Drawing } from '@sluice/component';
import { sectionOf } from './desired.ts';
import { javaTrim } from './java-text.ts';
import { type PropertyRecord, parseProperties } from './properties.ts';

export interface ComponentLines {
  readonly component: string;
  readonly from: number;
  readonly to: number;
}

/** The runs of lines that set properties of a component, in the order of the text. */
export function locateComponents(text: string, drawing: Drawing): readonly ComponentLines[] {
  const owners = ownersOf(drawing);
  const runs: ComponentLines[] = [];
  for (const record of parseProperties(text).records) {
    if (record.kind !== 'property') continue;
    const component = ownerOf(owners, javaTrim((record as PropertyRecord).key));
    if (component === undefined) continue;
    const last = runs.at(-1);
    if (last?.component === component && last.to === record.line - 1) {
      runs[runs.length - 1] = { ...last, to: record.lastLine };
    } else runs.push({ component, from: record.line, to: record.lastLine });
  }
  return runs;
}

/** Component ids by the prefix of their keys. */
function ownersOf(drawing: Drawing): Map<string, string> {
  const owners = new Map<string, string>();
  for (const [id, component] of Object.entries(drawing.components)) {
    const section = sectionOf(component);
    const system = drawing.systems[component.system];
    if (!section || system?.type !== 'flume.agent') continue;
    const prefix = `${system.name}.${section}.${component.name}.`;
    owners.set(prefix, id);
    for (const key of attachedTo(drawing, id)) {
      const attached = drawing.components[key];
      if (attached?.type.startsWith('flume.selector.')) owners.set(`${prefix}selector.`, key);
      else if (attached) owners.set(`${prefix}interceptors.${attached.name}.`, key);
    }
  }
  return owners;
}

function ownerOf(owners: ReadonlyMap<string, string>, key: string): string | undefined {
  let longest = '';
  for (const prefix of owners.keys()) {
    if (key.startsWith(prefix) && prefix.length > longest.length) longest = prefix;
  }
  return owners.get(longest);
}
