import { type Capability, field } from '@sluice/component';
import type { JsonObject, Schema } from '@sluice/ir';

/** What every component that runs a function says about it. */
export const confined = [
  'A record for which it throws, or computes for too long, or takes too much memory, becomes a dead letter: it is shown in the Dead letters panel with the reason and counted, and the others go on. With "Fail the task" the task fails instead and is tried again, as Spark does.',
  'The code runs in a process of its own that has no files, no network, no environment, no timers and no modules. `log(...)` writes to the log of the run. The time and the random numbers are those of the run. Types are taken away before it runs.',
] as const;

/** Spark programs are written in languages of their own. */
export const sparkRunsNoFunctions: { readonly spark: Capability } = {
  spark: {
    can: 'no',
    because: 'Spark runs no JavaScript; write the function in the language of the program.',
  },
};

/** What happens when the function cannot do a record. */
export const functionFields = {
  onError: field.choice({
    label: 'When it fails',
    help: 'What happens to a record the function cannot do.',
    choices: ['dead-letter', 'fail'],
    choiceLabels: { 'dead-letter': 'Put it aside', fail: 'Fail the task' },
    default: 'dead-letter',
  }),
  timeoutMs: field.integer({
    label: 'Time for a record',
    help: 'Computing time the function may take for one record before its process is stopped.',
    unit: 'ms',
    default: 1000,
    min: 50,
    max: 60_000,
    isAdvanced: true,
  }),
} as const;

/** The config of an operator that runs a function: with the code goes what arrives and what leaves. */
export function functionConfig(
  config: { readonly code: string; readonly onError: string; readonly timeoutMs: number },
  input: Schema | undefined,
  outputs: readonly string[],
): JsonObject {
  return {
    code: config.code,
    onError: config.onError,
    timeoutMs: config.timeoutMs,
    fields: (input?.fields ?? []).map((f) => f.name),
    outputs: outputs.map((name) => ({ name, type: 'any' })),
  };
}
