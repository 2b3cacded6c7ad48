import { mkdirSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { exportFlow, exportTargets, UsageError, writeAtomically } from '@sluice/server';
import { readArguments, single } from '../arguments.ts';
import { readInput } from '../input.ts';
import { diagnosticJson, exitCode, note, printDiagnostic, writeOut } from '../print.ts';

/** `sluice export FLOW --target T [-o DIR]`: the files of a flow for a real engine. */
export async function exportFile(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('export', args, {
    target: { type: 'string', short: 't' },
    output: { type: 'string', short: 'o' },
    json: { type: 'boolean' },
  });
  const known = exportTargets.map((target) => target.id).join(', ');
  if (values.target === undefined) throw new UsageError(`--target is missing; there is: ${known}.`);
  const { file, flow, problems } = readInput(single('export', positionals, 'FLOW'));
  for (const problem of problems) note(printDiagnostic(file, problem));
  if (!flow) return exitCode.wrongInput;
  const exported = exportFlow(flow, values.target);
  if (!exported)
    throw new UsageError(`There is no target ${JSON.stringify(values.target)}; there is: ${known}.`);
  const { files, diagnostics } = exported;
  if (!values.json) for (const diagnostic of diagnostics) note(printDiagnostic(file, diagnostic));
  if (values.output !== undefined) {
    for (const { path, content } of files) {
      const target = join(values.output, safe(path));
      mkdirSync(dirname(target), { recursive: true });
      writeAtomically(target, content);
      if (!values.json) note(`wrote ${target}`);
    }
  } else if (!values.json) {
    if (files.length !== 1) {
      throw new UsageError(`The flow gives ${files.length} files; name a folder for them with -o DIR.`);
    }
    await writeOut(files[0]?.content ?? '');
  }
  if (values.json) {
    const shown = files.map(({ path, content }) => ({
      path,
      bytes: Buffer.byteLength(content),
      ...(values.output === undefined ? { content } : {}),
    }));
    await writeOut(`${JSON.stringify({ files: shown, diagnostics: diagnostics.map(diagnosticJson) })}\n`);
  }
  return diagnostics.some((d) => d.severity === 'error') ? exitCode.wrongInput : exitCode.done;
}

/** A path of an exporter never leaves the folder it is written to. */
function safe(path: string): string {
  const clean = normalize(path);
  if (isAbsolute(clean) || clean.startsWith('..')) throw new Error(`An exporter gave the path ${path}.`);
  return clean;
}
