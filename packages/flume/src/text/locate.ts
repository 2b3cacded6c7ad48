import { attachments, type Drawing } from '@sluice/component';
import { sectionOf } from './desired.ts';
import { javaTrim } from './java-text.ts';
import { PrefixMap } from './prefixes.ts';
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
    const component = owners.longest(javaTrim((record as PropertyRecord).key))?.value;
    if (component === undefined) continue;
    const last = runs.at(-1);
    if (last?.component === component && last.to === record.line - 1) {
      runs[runs.length - 1] = { ...last, to: record.lastLine };
    } else runs.push({ component, from: record.line, to: record.lastLine });
  }
  return runs;
}

/** Component ids by the prefix of their keys. */
function ownersOf(drawing: Drawing): PrefixMap<string> {
  const owners = new PrefixMap<string>();
  const attachedTo = attachments(drawing);
  for (const [id, component] of Object.entries(drawing.components)) {
    const section = sectionOf(component);
    const system = drawing.systems[component.system];
    if (!section || system?.type !== 'flume.agent') continue;
    const prefix = `${system.name}.${section}.${component.name}.`;
    owners.set(prefix, id);
    for (const key of attachedTo(id)) {
      const attached = drawing.components[key];
      if (attached?.type.startsWith('flume.selector.')) owners.set(`${prefix}selector.`, key);
      else if (attached) owners.set(`${prefix}interceptors.${attached.name}.`, key);
    }
  }
  return owners;
}
