import type { AppliedSystem } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';
import { operatorName } from '../semantics/streams.ts';

const receivers = new Set(['socket-text-stream', 'replay']);

/** Settings of the context that Spark accepts and that then process nothing, or less than one expects. */
export function checkContext(system: AppliedSystem): readonly Diagnostic[] {
  return [...tooFewCores(system), ...longBlocks(system)];
}

function tooFewCores(system: AppliedSystem): Diagnostic[] {
  const needed = system.components.filter((c) => receivers.has(operatorName(c))).length + 1;
  const cores = /^local(?:\[(\d+))?/.exec(String(system.config.master ?? ''));
  if (!cores || needed < 2 || /^local\[\*/.test(String(system.config.master))) return [];
  const has = Number(cores[1] ?? 1);
  if (has >= needed) return [];
  return [
    {
      code: 'SPARK_CORES_TOO_FEW',
      severity: 'info',
      message: `On Spark ${String(system.config.master)} would process nothing: ${needed - 1} receivers hold one core each and none is left. Here it runs.`,
      at: { system: system.id, field: 'master' },
      help: `Use local[${needed}] or more.`,
      fix: { label: `Use local[${needed}]`, system: system.id, field: 'master', value: `local[${needed}]` },
    },
  ];
}

function longBlocks(system: AppliedSystem): Diagnostic[] {
  const { batchIntervalMs: batch, blockIntervalMs: block } = system.config;
  if (typeof batch !== 'number' || typeof block !== 'number' || block <= batch) return [];
  return [
    {
      code: 'SPARK_BLOCK_INTERVAL_LONG',
      severity: 'warning',
      message: `Blocks take ${block} ms and batches ${batch} ms, so most batches will be empty.`,
      at: { system: system.id, field: 'blockIntervalMs' },
      help: 'Make the block interval a part of the batch interval.',
      fix: {
        label: `Use ${Math.max(10, Math.floor(batch / 5))} ms`,
        system: system.id,
        field: 'blockIntervalMs',
        value: Math.max(10, Math.floor(batch / 5)),
      },
    },
  ];
}
