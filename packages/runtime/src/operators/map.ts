import type { KeyByOperator, Logic, MapOperator } from '@sluice/ir';
import type { Batch, Column } from '../batch.ts';
import { liveRows } from '../batch.ts';
import { textColumn, withHeader } from '../batch-build.ts';
import { compact, selectRows } from '../batch-cut.ts';
import { columnOf, headerName, toText } from '../batch-read.ts';
import type { CompiledLogic } from '../logic/check-logic.ts';
import { compileLoop, liveColumns } from '../logic/compile-logic.ts';
import { extractPath, type GroupSearch } from '../plan/extract-path.ts';
import { valuePath } from '../plan/value-path.ts';
import { encodeUtf8 } from '../text.ts';
import { createExtractor, type SlowWay } from './extract-columns.ts';
import type { Transform, TransformOptions } from './transform.ts';

interface Assignment {
  readonly name: string;
  readonly header: string | undefined;
  readonly isBytes: boolean;
}

/** Computes fields; see `MapOperator`. A field named `headers.<name>` is one header; null there means absent. */
export function createMap(operator: MapOperator, options: TransformOptions): Transform {
  const targets = operator.assign.map(({ field }) => ({
    name: field.name,
    header: headerName(field.name),
    isBytes: field.type === 'bytes',
  }));
  const compute = assigner(
    targets,
    operator.assign.map((assignment) => assignment.value),
    options,
  );
  const output = operator.outputs[0]?.name ?? 'out';
  return {
    process(batch, _input, emit) {
      if (liveRows(batch) > 0) emit(output, compute(batch, operator.keep));
    },
  };
}

/** Makes pairs; see `KeyByOperator`. */
export function createKeyBy(operator: KeyByOperator, options: TransformOptions): Transform {
  const targets = ['key', 'value'].map((name) => ({ name, header: undefined, isBytes: false }));
  const compute = assigner(targets, [operator.key, operator.value], options);
  const output = operator.outputs[0]?.name ?? 'out';
  return {
    process(batch, _input, emit) {
      if (liveRows(batch) > 0) emit(output, compute(batch, false));
    },
  };
}

function assigner(
  targets: readonly Assignment[],
  logics: readonly Logic[],
  options: TransformOptions,
): (batch: Batch, keep: boolean) => Batch {
  const { logics: compiled } = compileLoop(logics, options.input, options.now);
  const paths = compiled.map(valuePath);
  const numbered = logics.map((logic, k) => ({ logic, k }));
  const extractions = extractionsOf(numbered, compiled, options);
  const computed = numbered.filter(({ k }) => paths[k]?.kind === 'computed');
  const varying = computed.filter(({ k }) => !extractions.some((one) => one.places.includes(k)));
  const fixed = numbered.filter(({ k }) => paths[k]?.kind === 'constant');
  const loop = compileLoop(
    varying.map(({ logic }) => logic),
    options.input,
    options.now,
  );
  const constants = compileLoop(
    fixed.map(({ logic }) => logic),
    options.input,
    options.now,
  );
  return (batch, keep) => {
    const dense = isSparse(batch) ? compact(batch) : batch;
    const values = new Array<Column | undefined>(targets.length);
    paths.forEach((path, k) => {
      if (path.kind === 'column') values[k] = columnOf(dense, path.field) ?? absent;
    });
    if (fixed.length > 0) {
      const outputs = fixed.map(() => new Array<unknown>(1));
      constants.loop([], undefined, 1, outputs);
      fixed.forEach(({ k }, at) => {
        values[k] = { kind: 'constant', value: outputs[at]?.[0] };
      });
    }
    if (varying.length > 0) {
      const outputs = varying.map(() => new Array<unknown>(dense.rows));
      loop.loop(liveColumns(loop.uses, dense), dense.selection, liveRows(dense), outputs);
      varying.forEach(({ k }, at) => {
        values[k] = { kind: 'value', values: outputs[at] as unknown[] };
      });
    }
    for (const { places, extract } of extractions) {
      const found = extract(dense);
      places.forEach((k, at) => {
        values[k] = found[at];
      });
    }
    return assign(dense, keep, targets, values as Column[]);
  };
}

interface Extraction {
  /** Which of the assignments. */
  readonly places: readonly number[];
  extract(batch: Batch): readonly Column[];
}

/** Groups of one pattern in one field are found together. */
function extractionsOf(
  logics: readonly { readonly logic: Logic; readonly k: number }[],
  compiled: readonly CompiledLogic[],
  options: TransformOptions,
): readonly Extraction[] {
  const byPattern = new Map<
    string,
    { readonly logic: Logic; readonly k: number; readonly search: GroupSearch }[]
  >();
  for (const { logic, k } of logics) {
    const path = extractPath(compiled[k]?.tree);
    if (path.kind === 'evaluate') continue;
    const key = JSON.stringify([path.search.field, path.search.pattern]);
    const known = byPattern.get(key);
    if (known) known.push({ logic, k, search: path.search });
    else byPattern.set(key, [{ logic, k, search: path.search }]);
  }
  return [...byPattern.values()].map((group) => {
    const { uses, loop } = compileLoop(
      group.map(({ logic }) => logic),
      options.input,
      options.now,
    );
    const slowly: SlowWay = (batch, rows, outputs) =>
      loop(liveColumns(uses, selectRows(batch, rows)), rows, rows.length, outputs);
    const searches = group.map(({ search }) => search);
    const extract = createExtractor(searches, options.kernels, slowly);
    return {
      places: group.map(({ k }) => k),
      extract(batch) {
        const found = extract(batch);
        if (found) return found;
        const outputs = group.map(() => new Array<unknown>(batch.rows));
        loop(liveColumns(uses, batch), batch.selection, liveRows(batch), outputs);
        return outputs.map((values) => ({ kind: 'value', values }));
      },
    };
  });
}

const absent: Column = { kind: 'constant', value: null };

/** Writing values by physical row is wasteful when most rows are dead. */
function isSparse(batch: Batch): boolean {
  return batch.selection !== undefined && batch.selection.length * 2 < batch.rows;
}

function assign(
  batch: Batch,
  keep: boolean,
  targets: readonly Assignment[],
  values: readonly Column[],
): Batch {
  let result: Batch = keep ? batch : { ...batch, columns: new Map() };
  const columns = new Map(result.columns);
  targets.forEach((target, k) => {
    if (target.header === undefined)
      columns.set(target.name, target.isBytes ? toBytes(values[k]) : (values[k] as Column));
  });
  result = { ...result, columns };
  targets.forEach((target, k) => {
    if (target.header !== undefined) result = withHeader(result, target.header, values[k] as Column);
  });
  return result;
}

function toBytes(column: Column | undefined): Column {
  if (column === undefined || column.kind === 'bytes') return column ?? absent;
  if (column.kind !== 'value') return column;
  if (!column.values.some((value) => value instanceof Uint8Array)) {
    return textColumn(Array.from(column.values, toText));
  }
  const texts = column.values.map((value) =>
    value instanceof Uint8Array ? value : encodeUtf8(toText(value)),
  );
  return bytesOf(texts);
}

function bytesOf(bodies: readonly Uint8Array[]): Column {
  const starts = new Uint32Array(bodies.length);
  const ends = new Uint32Array(bodies.length);
  let length = 0;
  bodies.forEach((body, row) => {
    starts[row] = length;
    length += body.length;
    ends[row] = length;
  });
  const bytes = new Uint8Array(length);
  bodies.forEach((body, row) => {
    bytes.set(body, starts[row]);
  });
  return { kind: 'bytes', bytes, starts, ends, isAscii: false };
}
