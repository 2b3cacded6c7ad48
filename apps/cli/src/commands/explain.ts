import { explain as explainProgram } from '@sluice/compiler';
import { compileFlow } from '@sluice/server';
import { readArguments, single } from '../arguments.ts';
import { readInput } from '../input.ts';
import { exitCode, note, printDiagnostic, writeOut } from '../print.ts';

/** `sluice explain FLOW`: the IR: stages, operators, streams. */
export async function explain(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('explain', args, { json: { type: 'boolean' } });
  const { file, flow, problems } = readInput(single('explain', positionals, 'FLOW'));
  const { program, diagnostics } = flow ? compileFlow(flow) : { program: undefined, diagnostics: [] };
  for (const diagnostic of [...problems, ...diagnostics]) note(printDiagnostic(file, diagnostic));
  if (!program) return exitCode.wrongInput;
  await writeOut(values.json ? `${JSON.stringify(program)}\n` : explainProgram(program));
  return exitCode.done;
}
