import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ExpressionRecord,
  evaluate,
  expressionRuntime,
  type ParsedExpression,
  printJavaScript,
  printPython,
  pythonSupport,
  type Scope,
} from '../src/index.ts';

/** A value as tests compare it: bytes as text, maps as objects, no difference between 0 and -0. */
export function plain(value: unknown): unknown {
  if (typeof value === 'number') return value === 0 ? 0 : value;
  if (value instanceof Uint8Array) return new TextDecoder('utf-8', { ignoreBOM: true }).decode(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  }
  return value ?? null;
}

/** What the interpreter gives. */
export function runTree(parsed: ParsedExpression, record: ExpressionRecord): unknown {
  return plain(evaluate(parsed, record));
}

/** What the printed JavaScript gives. */
export function runJavaScript(parsed: ParsedExpression, scope: Scope, record: ExpressionRecord): unknown {
  const printed = printJavaScript(parsed, { variable: (name) => `v_${name}` });
  const names = scope.map((field) => `v_${field.name}`);
  const compiled = new Function('$', ...names, `'use strict'; return ${printed};`) as (
    ...values: unknown[]
  ) => unknown;
  return plain(compiled(expressionRuntime, ...scope.map((field) => record[field.name])));
}

function toPython(value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return value.map(toPython);
  if (value instanceof Map) return toPython(Object.fromEntries(value));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toPython(item)]));
  }
  return value ?? null;
}

/** The version of the Python there is, or undefined. */
export function pythonVersion(): string | undefined {
  const found = spawnSync('python3', ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], {
    encoding: 'utf8',
  });
  return found.status === 0 ? found.stdout.trim() : undefined;
}

const driver = `
def revive(v):
    if isinstance(v, dict):
        if "$bytes" in v:
            return __import__("base64").b64decode(v["$bytes"])
        return {k: revive(item) for k, item in v.items()}
    return [revive(item) for item in v] if isinstance(v, list) else v


def show(v):
    if isinstance(v, bytes):
        return v.decode("utf-8", "replace")
    if isinstance(v, dict):
        return {k: show(item) for k, item in v.items()}
    return [show(item) for item in v] if isinstance(v, list) else v


def run(case):
    record = revive(case["record"])
    try:
        return {"value": show(FUNCTIONS[case["at"]](record))}
    except Exception as error:
        return {"error": "%s: %s" % (type(error).__name__, error)}


if __name__ == "__main__":
    import json, sys

    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump([run(case) for case in cases], file, allow_nan=False)
`;

/** Runs expressions, each over its record, in one process of a plain Python. */
export function runPython(
  cases: readonly { readonly parsed: ParsedExpression; readonly record: ExpressionRecord }[],
): readonly ({ readonly value: unknown } | { readonly error: string })[] {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-python-'));
  try {
    const sources = cases.map(({ parsed }) =>
      printPython(parsed, { variable: (name) => `record.get(${JSON.stringify(name)})` }),
    );
    const functions = sources.map((source) => `    lambda record: ${source},`).join('\n');
    const program = `${pythonSupport(sources)}\n\n\nFUNCTIONS = [\n${functions}\n]\n${driver}`;
    const [code, given, got] = [join(folder, 'cases.py'), join(folder, 'in.json'), join(folder, 'out.json')];
    writeFileSync(code, program);
    writeFileSync(given, JSON.stringify(cases.map(({ record }, at) => ({ at, record: toPython(record) }))));
    const python = spawnSync('python3', ['-I', '-W', 'error', code, given, got], { encoding: 'utf8' });
    if (python.status !== 0) throw new Error(`Python failed: ${python.stderr.slice(-2_000)}`);
    return (JSON.parse(readFileSync(got, 'utf8')) as readonly ({ value: unknown } | { error: string })[]).map(
      (result) => ('value' in result ? { value: plain(result.value) } : result),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
