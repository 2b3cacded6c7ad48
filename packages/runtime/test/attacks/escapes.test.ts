import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { afterAll, describe, expect, it } from 'vitest';
import { batchOfLines } from '../../src/batch-build.ts';
import { readRecords } from '../../src/batch-read.ts';
import type { FunctionProgram, UserFunction } from '../../src/functions/contract.ts';
import { createFunctionHost } from '../../src/node/functions/function-host.ts';

type Attacks = { readonly [file: string]: readonly string[] };
const attacks = JSON.parse(
  readFileSync(join(import.meta.dirname, 'sandbox-escapes.json'), 'utf8'),
) as Attacks;

/** Something of this process that no function may ever see. */
const secret = 'canary-of-the-host';
process.env.SLUICE_ATTACK_CANARY = secret;
const hostPrototypes = [Object.prototype, Array.prototype, Function.prototype, Promise.prototype];
const before = hostPrototypes.map((one) => Reflect.ownKeys(one).length);

const task = { component: 'c', task: 0, now: () => 1, log: () => undefined };
const host = createFunctionHost({
  processes: 1,
  seed: 1,
  limits: { heapMiB: 64, residentMiB: 300, patience: 500 },
  prepare: ({ code }) => ({ script: code }),
});
const program = (code: string): FunctionProgram => ({
  code,
  shape: 'map',
  fields: ['line'],
  outputs: [{ name: 'x', type: 'any' }],
  timeoutMs: 250,
});
/** Keeps the process, which all attacks share, and notices when it is another one. */
const keeper: UserFunction = host.open(program('(function () { let n = 0; return () => ++n; })()'), task);
afterAll(() => keeper.close());

/**
 * What an attacker would have got hold of, looked for from within the attacked context: names of the host, anything
 * that looks like its process, and what belongs to every function here.
 */
const probe = `(() => {
  const found = [];
  for (const name of ['process', 'require', 'module', 'Buffer', 'setTimeout', 'fetch', 'console', 'global'])
    if (typeof globalThis[name] !== 'undefined' && !planted.includes(name)) found.push('name ' + name);
  const looksHostly = (value) => (typeof value === 'object' || typeof value === 'function') && value !== null
    && ['pid', 'mainModule', 'binding', 'dlopen', 'execPath', 'getBuiltinModule'].some((key) => key in value);
  for (const key of Reflect.ownKeys(globalThis)) {
    let value;
    try { value = globalThis[key]; } catch { continue; }
    try { if (looksHostly(value)) found.push('host object in ' + String(key)); } catch {}
  }
  for (const place of [Object.prototype, Array.prototype, Function.prototype, String.prototype])
    if (!Object.isFrozen(place)) found.push('a prototype that can be changed');
  for (const key in {}) found.push('polluted ' + key);
  try { if (new Function('return 1')() === 1) found.push('code from text'); } catch {}
  return found;
})()`;
const names = "const planted = Reflect.ownKeys(globalThis).filter((name) => typeof name === 'string');";

/** The attack as an expression whose value is given, where it is one, else as statements. */
function functionOf(attack: string): string {
  const body = isExpression(attack) ? `return (${attack}\n);` : `${attack}\n`;
  return `(function () {
    ${names}
    const attack = function () { ${body} };
    return function f(line) {
      if (line === 'attack') return attack.call(undefined);
      return line === 'probe' ? ${probe} : 'ok';
    };
  })()`;
}

function isExpression(attack: string): boolean {
  try {
    new Script(`(${attack}\n)`);
    return true;
  } catch {
    return false;
  }
}

const reached: string[] = [];
const outcomes = new Map<string, number>();

async function run(attack: string): Promise<void> {
  const called = host.open(program(functionOf(attack)), task);
  try {
    const answer = await called.call(batchOfLines('attack\nprobe\ngood', { ingestMs: 0, field: 'line' }));
    const said = JSON.stringify([readRecords(answer.batch), answer.failures, answer.logs]);
    const values = readRecords(answer.batch).map((record) => record.x);
    const failed = new Set(answer.failures.map(({ row }) => row));
    if (said.includes(secret)) reached.push(`told the environment: ${attack}`);
    if (/"(?:pid|mainModule|execPath)":/.test(said)) reached.push(`gave a process: ${attack}`);
    if (failed.has(1) || failed.has(2)) reached.push(`stopped the others: ${attack}`);
    const found = values.at(-2);
    if (!Array.isArray(found) || found.length > 0) reached.push(`${JSON.stringify(found)}: ${attack}`);
    if (values.at(-1) !== 'ok') reached.push(`changed what is given: ${attack}`);
    const code = answer.failures[0]?.code ?? 'given';
    outcomes.set(code, (outcomes.get(code) ?? 0) + 1);
  } catch (error) {
    const { code } = error as { readonly code?: string };
    outcomes.set(code ?? 'unknown', (outcomes.get(code ?? 'unknown') ?? 0) + 1);
    if (code !== 'FN_INVALID') reached.push(`${String(error)}: ${attack}`);
  } finally {
    called.close();
  }
}

describe('X07: texts that broke out of sandboxes', () => {
  it('are at least the 388 that are known', () => {
    expect(Object.values(attacks).flat().length).toBeGreaterThanOrEqual(388);
  });

  it.each(Object.entries(attacks))('reach nothing: %s', async (_, texts) => {
    for (const text of texts) await run(text);
    expect(reached).toEqual([]);
    expect(hostPrototypes.map((one) => Reflect.ownKeys(one).length)).toEqual(before);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('mostly ran: what is only refused proves nothing', () => {
    const ran = [...outcomes].filter(([code]) => code !== 'FN_INVALID').reduce((sum, [, n]) => sum + n, 0);
    expect(ran).toBeGreaterThanOrEqual(388);
    // None of them ended the process from within.
    expect(outcomes.get('FN_CRASHED')).toBeUndefined();
  });
});
