import type { JoinOperator, JoinSide } from '@sluice/ir';
import type { Batch, Column } from '../batch.ts';
import { liveRows } from '../batch.ts';
import { RunError } from '../errors.ts';
import { valueKey } from '../keyed/value-key.ts';
import { compileEvaluator, type LiveEvaluator } from '../logic/compile-logic.ts';
import { boundColumns } from './spans/bounds.ts';
import type { Bounds, SpanContents } from './spans/span-contents.ts';
import { createSpanTransform } from './spans/span-transform.ts';
import type { Emit, Transform, TransformOptions } from './transform.ts';

/** Pairs given as one batch. */
const pieceRows = 8192;
/** Pairs given at once at most, as many as a receiver holds records: a key that many records share squares them. */
const mostPairs = 4_194_304;

/** What is kept of a record: its key and its values. */
interface Half {
  readonly key: unknown;
  readonly values: readonly unknown[];
}
interface Group {
  readonly key: unknown;
  readonly left: Half[];
  readonly right: Half[];
}
interface Halves {
  readonly left: Half[];
  readonly right: Half[];
  ingestMs: number;
}

/** Brings two streams together; see `JoinOperator`. */
export function createJoin(operator: JoinOperator, options: TransformOptions): Transform {
  const contents = joinContents(operator, options);
  const { scope } = operator;
  if (scope.kind === 'span') {
    return createSpanTransform({ span: scope.span, contents, inputs: operator.inputs, options });
  }
  let halves = contents.empty();
  return {
    process(batch, input) {
      const live = liveRows(batch);
      if (live === 0) return;
      contents.begin(batch, input);
      for (let i = 0; i < live; i++) contents.add(halves, i);
    },
    closeBatch(timeMs, emit) {
      const whole = halves;
      halves = contents.empty();
      contents.speak(whole, { start: timeMs, end: timeMs }, emit);
    },
    snapshot: () => contents.save(halves),
    restore(saved) {
      halves = contents.load(saved);
    },
  };
}

function joinContents(operator: JoinOperator, options: TransformOptions): SpanContents<Halves> {
  const { left, right, scope } = operator;
  const output = operator.outputs[0]?.name ?? 'out';
  const readers = { left: readerOf(left, options), right: readerOf(right, options) };
  const numbers = new Map<unknown, number>();
  let side: 'left' | 'right' = 'left';
  let current: readonly Half[] = [];
  let ingestMs = 0;

  const names = [
    operator.key,
    ...left.values.map((v) => v.field.name),
    ...right.values.map((v) => v.field.name),
  ];

  /** Gives the pairs of both sides in pieces, so that many of them never lie here at once. */
  function give(
    lefts: readonly Half[],
    rights: readonly Half[],
    atMs: number,
    bounds: Bounds,
    emit: Emit,
  ): void {
    const added = scope.kind === 'span' ? boundColumns(scope.span, bounds) : [];
    let values: unknown[][] = names.map(() => []);
    const flush = (): void => {
      const rows = values[0]?.length ?? 0;
      if (rows === 0) return;
      const all = names.map((name, k): [string, Column] => [
        name,
        { kind: 'value', values: values[k] as unknown[] },
      ]);
      values = names.map(() => []);
      const columns = new Map([...all.slice(0, 1), ...added, ...all.slice(1)]);
      emit(output, { rows, selection: undefined, columns, ingestMs: atMs });
    };
    join(operator, { lefts, rights }, (row) => {
      for (let k = 0; k < names.length; k++) (values[k] as unknown[]).push(row[k]);
      if ((values[0] as unknown[]).length >= pieceRows) flush();
    });
    flush();
  }

  function numberOf(key: unknown): number {
    const form = valueKey(key);
    let id = numbers.get(form);
    if (id === undefined) numbers.set(form, (id = numbers.size));
    return id;
  }

  return {
    begin(batch, input) {
      side = input === right.input ? 'right' : 'left';
      current = readers[side](batch);
      ingestMs = batch.ingestMs;
    },
    keyOf: (index) => numberOf((current[index] as Half).key),
    empty: () => ({ left: [], right: [], ingestMs: Number.POSITIVE_INFINITY }),
    add(pane, index) {
      pane[side].push(current[index] as Half);
      pane.ingestMs = Math.min(pane.ingestMs, ingestMs);
    },
    merge: (panes) => ({
      left: panes.flatMap((pane) => pane.left),
      right: panes.flatMap((pane) => pane.right),
      ingestMs: Math.min(...panes.map((pane) => pane.ingestMs)),
    }),
    speak(content, bounds, emit) {
      const atMs = Number.isFinite(content.ingestMs) ? content.ingestMs : bounds.end;
      give(content.left, content.right, atMs, bounds, emit);
    },
    speakLate(content, index, bounds, emit) {
      const record = current[index] as Half;
      const key = valueKey(record.key);
      const own = (halves: readonly Half[]): Half[] => halves.filter((one) => valueKey(one.key) === key);
      const isPairs = operator.type === 'inner';
      const lefts = isPairs && side === 'left' ? [record] : own(content.left);
      const rights = isPairs && side === 'right' ? [record] : own(content.right);
      give(lefts, rights, ingestMs, bounds, emit);
    },
    save: (pane) => ({ left: [...pane.left], right: [...pane.right], ingestMs: pane.ingestMs }),
    load(state) {
      const saved = state as Halves;
      return { left: [...saved.left], right: [...saved.right], ingestMs: saved.ingestMs };
    },
    saveKey: (id) => [...numbers.keys()][id],
    loadKey: (saved) => {
      let id = numbers.get(saved);
      if (id === undefined) numbers.set(saved, (id = numbers.size));
      return id;
    },
  };
}

function readerOf(side: JoinSide, options: TransformOptions): (batch: Batch) => Half[] {
  const schema = options.inputs?.[side.input] ?? options.input;
  const evaluate = (logic: JoinSide['key']): LiveEvaluator => compileEvaluator(logic, schema, options.now);
  const key = evaluate(side.key);
  const values = side.values.map(({ value }) => evaluate(value));
  return (batch) => {
    const keys = key(batch);
    const columns = values.map((one) => one(batch));
    return Array.from({ length: liveRows(batch) }, (_, i) => ({
      key: keys[i] ?? null,
      values: columns.map((column) => column[i] ?? null),
    }));
  };
}

/** Rows of the result: the key, then the values of both sides; keys in the order they came, those of the left first. */
function join(
  { type, left, right, id, origin }: JoinOperator,
  { lefts, rights }: { readonly lefts: readonly Half[]; readonly rights: readonly Half[] },
  give: (row: readonly unknown[]) => void,
): void {
  const groups = new Map<unknown, Group>();
  const groupOf = ({ key }: Half): Group => {
    const form = valueKey(key);
    let group = groups.get(form);
    if (group === undefined) groups.set(form, (group = { key, left: [], right: [] }));
    return group;
  };
  for (const half of lefts) groupOf(half).left.push(half);
  for (const half of rights) groupOf(half).right.push(half);
  const none = (side: JoinSide): Half[] => [{ key: null, values: side.values.map(() => null) }];
  if (type !== 'cogroup') {
    let all = 0;
    let hottest: Group | undefined;
    const pairsOf = (group: Group | undefined): number =>
      group ? group.left.length * group.right.length : 0;
    for (const group of groups.values()) {
      all += pairsOf(group);
      if (pairsOf(group) > pairsOf(hottest)) hottest = group;
    }
    if (all > mostPairs) {
      throw new RunError(
        'RUN_JOIN_TOO_LARGE',
        `The join ${origin.component ?? id} would give ${all} pairs at once, more than ${mostPairs}; the key ${String(hottest?.key)} alone has ${hottest?.left.length} records on the left and ${hottest?.right.length} on the right. Filter or aggregate before the join, or make its window shorter.`,
      );
    }
  }
  for (const group of groups.values()) {
    if (type === 'cogroup') {
      const lists = [group.left, group.right].flatMap((halves, k) =>
        (k === 0 ? left : right).values.map((_, at) => halves.map((half) => half.values[at])),
      );
      give([group.key, ...lists]);
      continue;
    }
    const ls = group.left.length === 0 && (type === 'right' || type === 'full') ? none(left) : group.left;
    const rs = group.right.length === 0 && (type === 'left' || type === 'full') ? none(right) : group.right;
    for (const l of ls) for (const r of rs) give([group.key, ...l.values, ...r.values]);
  }
}
