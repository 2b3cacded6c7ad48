import { explain as explainProgram } from '@sluice/compiler';
import { printPlan } from '@sluice/runtime/plan';
import { explainFlow } from '@sluice/server';
import { readArguments, single } from '../arguments.ts';
import { readInput } from '../input.ts';
import { exitCode, note, plain, printDiagnostic, writeOut } from '../print.ts';

/** `sluice explain FLOW`: what a flow means (the IR), and how it is run here (the plan). */
export async function explain(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('explain', args, { json: { type: 'boolean' } });
  const { file, flow, problems } = readInput(single('explain', positionals, 'FLOW'));
  const { explained, diagnostics } = flow ? explainFlow(flow) : { explained: undefined, diagnostics: [] };
  for (const diagnostic of [...problems, ...diagnostics]) note(printDiagnostic(file, diagnostic));
  if (!explained) return exitCode.wrongInput;
  const text = values.json
    ? JSON.stringify(explained)
    : plain(`${explainProgram(explained.program)}\n${printPlan(explained)}`).trimEnd();
  await writeOut(`${text}\n`);
  return exitCode.done;
}
