import type { Catalog, Drawing, TextLens } from '@sluice/component';
import type { Exported, ExportedFile, ExportTarget } from '@sluice/exporter';
import type { Diagnostic } from '@sluice/ir';
import { components } from '../../catalog.gen.ts';
import { createFlumeLens } from '../../text/lens.ts';

const lens = createFlumeLens(components);

/** Takes the agents of a drawing to `.properties` files: one for each agent, or for each text agents came from. */
export const flumeProperties: ExportTarget = {
  id: 'flume',
  title: 'Flume .properties',
  export: (drawing, catalog) => ({
    files: filesOf(drawing, lens),
    diagnostics: differencesOf(drawing, catalog),
  }),
} satisfies ExportTarget;

function filesOf(drawing: Drawing, { put, print }: TextLens): Exported['files'] {
  const files: ExportedFile[] = [];
  const texts = new Set<string>();
  const names = new Set<string>();
  for (const [id, system] of sorted(drawing.systems)) {
    if (system.type !== 'flume.agent') continue;
    const { text } = system;
    const isCarried = text !== undefined && drawing.texts[text] !== undefined;
    if (isCarried && texts.has(text)) continue;
    if (isCarried) texts.add(text);
    const content = isCarried ? put(drawing, text) : print(drawing, id);
    files.push({ path: freeName(system.name, names), content });
  }
  return files;
}

/** A file name of its own for an agent, whatever the agent is called. */
function freeName(agent: string, names: Set<string>): string {
  const safe = agent.replace(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+/, '') || 'agent';
  let name = `${safe}.properties`;
  for (let i = 2; names.has(name.toLowerCase()); i++) name = `${safe}-${i}.properties`;
  names.add(name.toLowerCase());
  return name;
}

function differencesOf(drawing: Drawing, catalog: Catalog): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const [id, component] of sorted(drawing.components)) {
    if (drawing.systems[component.system]?.type !== 'flume.agent') continue;
    const capability = catalog.component(component.type)?.targets?.flume;
    if (capability?.can === 'with-difference') {
      found.push({
        code: 'FLUME_EXPORT_DIFFERENCE',
        severity: 'info',
        message: `${component.name}: ${capability.difference}`,
        at: { component: id },
      });
    } else if (capability?.can === 'no') {
      found.push({
        code: 'FLUME_EXPORT_IMPOSSIBLE',
        severity: 'error',
        message: `${component.name} cannot be taken to Flume: ${capability.because}`,
        at: { component: id },
      });
    }
  }
  const others = sorted(drawing.systems).filter(([, system]) => system.type !== 'flume.agent');
  for (const [id, system] of others) {
    found.push({
      code: 'FLUME_EXPORT_LEFT_OUT',
      severity: 'info',
      message: `${system.name} is no Flume agent and is left out.`,
      at: { system: id },
    });
  }
  return found;
}

function sorted<T>(record: { readonly [id: string]: T }): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
