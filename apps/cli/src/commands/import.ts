import { printFlow } from '@sluice/flow';
import { writeAtomically } from '@sluice/server';
import { readArguments, single } from '../arguments.ts';
import { readInput } from '../input.ts';
import { exitCode, note, printDiagnostic, writeOut } from '../print.ts';

/** `sluice import TEXT -o FILE.flow.json`: a text becomes a flow that carries it. */
export async function importFile(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('import', args, {
    output: { type: 'string', short: 'o' },
    json: { type: 'boolean' },
  });
  const { file, flow, problems } = readInput(single('import', positionals, 'TEXT'));
  for (const problem of problems) note(printDiagnostic(file, problem));
  if (!flow) return exitCode.wrongInput;
  if (values.output === undefined) await writeOut(printFlow(flow));
  else {
    writeAtomically(values.output, printFlow(flow));
    if (values.json) await writeOut(printFlow(flow));
    else note(`wrote ${values.output}`);
  }
  return problems.some((p) => p.severity === 'error') ? exitCode.wrongInput : exitCode.done;
}
