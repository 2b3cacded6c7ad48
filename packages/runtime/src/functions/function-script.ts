import { type Batch, liveRows } from '../batch.ts';
import { concatBatches, selectRows } from '../batch-cut.ts';
import { forEachRow, readCell, readRecord } from '../batch-read.ts';
import { RunError } from '../errors.ts';
import type { Script, ScriptOutput, TaskContext } from '../implementation.ts';
import { takeRows } from '../models/tuple-tree/take-rows.ts';
import type { FunctionAnswer, FunctionProgram, UserFunction } from './contract.ts';

/** What happens to a record the function cannot do. */
export type OnFunctionError = 'dead-letter' | 'fail';

/** Longest text of a record in a dead letter. */
const mostRecordText = 4096;
/** Most dead letters told of one batch; all are counted. */
const mostLetters = 100;

/** Opens a function in a task; throws `RUN_FUNCTIONS_MISSING` where nothing here runs functions. */
export function openFunction(program: FunctionProgram, context: TaskContext): UserFunction {
  if (context.functions === undefined) {
    throw new RunError('RUN_FUNCTIONS_MISSING', 'Nothing here runs functions people wrote.');
  }
  // Counted from the start, so that the number is there before the first one.
  context.count('deadLetters', 0);
  return context.functions.open(program, context);
}

/** Puts the records of an answer's failures aside, or gives the rows back that are to be failed. */
export function settleFailures(
  batch: Batch,
  answer: FunctionAnswer,
  options: { readonly onError: OnFunctionError; readonly context: TaskContext },
): { readonly rows: Batch; readonly reason: string } | undefined {
  const { failures, logs } = answer;
  const { context, onError } = options;
  for (const text of logs) context.print(text);
  const [first] = failures;
  if (first === undefined) return undefined;
  if (onError === 'fail') {
    const rows = Uint32Array.from(failures, (failure) => failure.row);
    return { rows: selectRows(batch, rows), reason: first.reason };
  }
  context.count('deadLetters', failures.length);
  for (const { row, code, reason, line } of failures.slice(0, mostLetters)) {
    context.deadLetter({
      code,
      reason,
      ...(line === undefined ? {} : { line }),
      record: recordText(batch, row),
    });
  }
  return undefined;
}

function recordText(batch: Batch, row: number): string {
  const text = JSON.stringify(readRecord(batch, row)) ?? 'null';
  return text.length > mostRecordText ? `${text.slice(0, mostRecordText)}…` : text;
}

/** The script of an operator whose behaviour is a function somebody wrote. */
export function createFunctionScript(
  program: FunctionProgram,
  context: TaskContext,
  onError: OnFunctionError,
): Script {
  const called = openFunction(program, context);
  const settle = { onError, context };
  let held: Batch[] = [];

  async function pass(batch: Batch, output: ScriptOutput): Promise<void> {
    const answer = await called.call(batch);
    const failed = settleFailures(batch, answer, settle);
    if (failed) output.fail(failed.rows, failed.reason);
    if (liveRows(answer.batch) > 0) output.emit('out', answer.batch);
    program.streams?.forEach(({ name }, index) => {
      const given = answer.streams?.[index];
      if (given !== undefined && liveRows(given) > 0) output.emit(name, given);
    });
  }

  async function gather(batch: Batch, output: ScriptOutput): Promise<void> {
    const answer = await called.call(batch);
    const failed = settleFailures(batch, answer, settle);
    if (failed) output.fail(failed.rows, failed.reason);
    if (liveRows(answer.batch) > 0) held.push(answer.batch);
  }

  /**
   * The micro-batch is complete: what its chunks were reduced to is reduced once more, until no key comes twice. A
   * call is made in parts, so each round may leave a few keys that two parts share.
   */
  async function give(output: ScriptOutput): Promise<void> {
    const parts = held;
    held = [];
    if (parts.length === 0) return;
    let batch = parts.length === 1 ? (parts[0] as Batch) : byKey(concatBatches(parts));
    for (let rows = liveRows(batch) + 1; hasDoubles(batch) && liveRows(batch) < rows; ) {
      rows = liveRows(batch);
      const answer = await called.call(batch);
      const failed = settleFailures(batch, answer, settle);
      if (failed) output.fail(failed.rows, failed.reason);
      batch = byKey(answer.batch);
    }
    if (hasDoubles(batch)) {
      throw new RunError('FN_BROKEN', 'The function could not combine all values of a key.');
    }
    if (liveRows(batch) > 0) output.emit('out', batch);
  }

  function keyAt(batch: Batch, row: number): unknown {
    const [key] = program.fields;
    const value = program.fields.length < 2 ? '' : readCell(batch, key as string, row);
    return typeof value === 'object' ? JSON.stringify(value) : value;
  }

  function hasDoubles(batch: Batch): boolean {
    const seen = new Set<unknown>();
    forEachRow(batch, (row) => seen.add(keyAt(batch, row)));
    return seen.size < liveRows(batch);
  }

  /** Records of one key one after the other, keys as they came first. */
  function byKey(batch: Batch): Batch {
    const rows = new Map<unknown, number[]>();
    forEachRow(batch, (row) => {
      const key = keyAt(batch, row);
      const list = rows.get(key);
      if (list) list.push(row);
      else rows.set(key, [row]);
    });
    return takeRows(batch, Uint32Array.from([...rows.values()].flat()));
  }

  const close = (): void => called.close();
  return program.shape === 'reduce' ? { process: gather, tick: give, close } : { process: pass, close };
}
