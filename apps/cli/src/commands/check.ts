import type { Diagnostic } from '@sluice/ir';
import { compileFlow, exportFlow, UsageError } from '@sluice/server';
import { readArguments } from '../arguments.ts';
import { readInput } from '../input.ts';
import { livingAgents } from '../living-agents.ts';
import { onlySystem } from '../only-system.ts';
import { diagnosticJson, exitCode, printDiagnostic, writeOut } from '../print.ts';

/** `sluice check FLOW...`: all diagnostics of all files. */
export async function check(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('check', args, {
    agent: { type: 'string' },
    target: { type: 'string' },
    json: { type: 'boolean' },
  });
  if (positionals.length === 0) throw new UsageError('FLOW is missing. Try `sluice help check`.');
  const files = positionals.map((path) => {
    const { file, flow: read, problems } = readInput(path);
    const flow = read && values.agent !== undefined ? onlySystem(read, values.agent) : read;
    const diagnostics: Diagnostic[] = [...problems];
    if (flow) {
      diagnostics.push(...compileFlow(flow).diagnostics);
      if (values.target !== undefined) {
        const exported = exportFlow(flow, values.target);
        if (!exported) throw new UsageError(`There is no target ${JSON.stringify(values.target)}.`);
        diagnostics.push(...exported.diagnostics);
      }
    }
    return { file, diagnostics, agents: flow ? livingAgents(flow, diagnostics) : {} };
  });
  const errors = files.flatMap((f) => f.diagnostics).filter((d) => d.severity === 'error').length;
  if (values.json) {
    const shown = files.map((f) => ({ ...f, diagnostics: f.diagnostics.map(diagnosticJson) }));
    await writeOut(`${JSON.stringify({ files: shown })}\n`);
  } else {
    for (const { file, diagnostics } of files) {
      for (const diagnostic of diagnostics) await writeOut(`${printDiagnostic(file, diagnostic)}\n`);
      if (diagnostics.length === 0) await writeOut(`${file}: no problems\n`);
    }
  }
  return errors > 0 ? exitCode.wrongInput : exitCode.done;
}
