import { openDataset } from '@sluice/datasets';
import type { Flow } from '@sluice/flow';
import type { Schema } from '@sluice/ir';
import { catalog } from '../engines.ts';

/** The first record of the data set that directly feeds a component, by the field that carries it. */
export function sampleOf(
  flow: Flow,
  id: string,
  input: Schema | undefined,
): { readonly [field: string]: string } {
  const carrying = input?.fields.find(({ type }) => type === 'string' || type === 'bytes');
  if (!carrying) return {};
  for (const { from, to } of Object.values(flow.connections)) {
    const feeder = flow.components[from.component];
    if (to.component !== id || !feeder) continue;
    for (const [name, field] of Object.entries(catalog.component(feeder.type)?.config ?? {})) {
      if (field.type !== 'dataset') continue;
      const first = firstLine(String(feeder.config[name] ?? field.default));
      if (first !== undefined) return { [carrying.name]: first };
    }
  }
  return {};
}

function firstLine(dataset: string): string | undefined {
  try {
    return openDataset(dataset, 1).lines(0, 1).trimEnd();
  } catch {
    return undefined;
  }
}
