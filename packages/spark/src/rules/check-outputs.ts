import type { AppliedSystem } from '@sluice/component';
import { kindOf } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';
import { streamsOf } from '../semantics/streams.ts';

/** Only streams that reach an output operation are ever computed; without one the context does not start. */
export function checkOutputs(system: AppliedSystem): readonly Diagnostic[] {
  if (system.components.length === 0) return [];
  const streams = streamsOf(system);
  const isOutput = (id: string): boolean => kindOf(id) === 'output';
  const outputs = system.components.filter((c) => isOutput(c.spec.id));
  if (outputs.length === 0) {
    return [
      {
        code: 'SPARK_OUTPUT_NONE',
        severity: 'error',
        message: `${system.name} has no output operation, so there is nothing to execute.`,
        at: { system: system.id },
        help: 'Add print, saveAsTextFiles or view and connect it.',
      },
    ];
  }
  const used = new Set<string>();
  const queue = outputs.map((c) => c.id);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (used.has(id)) continue;
    used.add(id);
    queue.push(...streams.parents(id).map((p) => p.id));
  }
  return system.components
    .filter((c) => !used.has(c.id))
    .map((c) => ({
      code: 'SPARK_STREAM_UNUSED',
      severity: 'warning',
      message: `No output operation reads ${c.name}, so it is never computed.`,
      at: { component: c.id },
      help: 'Connect it to an output operation, or remove it.',
    }));
}
