import { type Flow, printFlow } from '@sluice/flow';
import { catalog } from '../engines.ts';

/** A text of a flow that a person can take away. */
export interface TakeAway {
  readonly fileName: string;
  readonly content: string;
}

/** The Flume properties of a flow, one file for each text it was read from and for each agent drawn here. */
export function propertiesOf(flow: Flow): readonly TakeAway[] {
  const files: TakeAway[] = [];
  const done = new Set<string>();
  for (const [id, system] of Object.entries(flow.systems)) {
    const lens = catalog.engineOf(system.type)?.lens;
    if (lens === undefined) continue;
    if (system.text === undefined) {
      files.push({ fileName: `${slug(system.name)}.properties`, content: lens.print(flow, id) });
    } else if (!done.has(system.text)) {
      done.add(system.text);
      files.push({ fileName: `${slug(system.name)}.properties`, content: lens.put(flow, system.text) });
    }
  }
  return files;
}

/** The flow document itself. */
export function documentOf(flow: Flow, id: string): TakeAway {
  return { fileName: documentName(id), content: printFlow(flow) };
}

/** What the file of a flow document is called. */
export function documentName(id: string): string {
  return `${slug(id)}.flow.json`;
}

const slug = (name: string): string => name.replace(/[^\w.-]+/g, '-') || 'flow';
