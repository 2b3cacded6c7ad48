import type { Exported, ExportTarget } from '@sluice/exporter';
import type { Flow } from '@sluice/flow';
import { catalog } from '../../engines.ts';

/** Every target a flow can be taken to; for now the engines whose text has a lens. */
export const exportTargets: readonly ExportTarget[] = [];

/** Takes a flow to a target; undefined when there is no such target. */
export function exportFlow(flow: Flow, target: string): Exported | undefined {
  return exportTargets.find((candidate) => candidate.id === target)?.export(flow, catalog);
}
