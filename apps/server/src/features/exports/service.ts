import type { Exported, ExportTarget } from '@sluice/exporter';
import type { Flow } from '@sluice/flow';
import { flumeProperties } from '@sluice/flume';
import { catalog } from '../../engines.ts';

/** Every target a flow can be taken to. */
export const exportTargets: readonly ExportTarget[] = [flumeProperties];

/** Takes a flow to a target; undefined when there is no such target. */
export function exportFlow(flow: Flow, target: string): Exported | undefined {
  return exportTargets.find((candidate) => candidate.id === target)?.export(flow, catalog);
}
