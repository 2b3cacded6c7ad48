import type { Flow } from '@sluice/flow';
import { removeSystem } from '@sluice/flow';
import { UsageError } from '@sluice/server';

/** The flow with one system only, found by name or id (`--agent NAME`). */
export function onlySystem(flow: Flow, name: string): Flow {
  const kept = Object.entries(flow.systems).find(([id, system]) => system.name === name || id === name)?.[0];
  if (kept === undefined) {
    const names = Object.values(flow.systems).map((system) => system.name);
    throw new UsageError(
      `There is no agent ${JSON.stringify(name)}; the file has ${names.join(', ') || 'none'}.`,
    );
  }
  return Object.keys(flow.systems)
    .filter((id) => id !== kept)
    .reduce((rest, id) => removeSystem(rest, id), flow);
}
