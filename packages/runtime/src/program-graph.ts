import type { Operator, Program, Schema, Span, SpanMeasure, Stream } from '@sluice/ir';

const noFields: Schema = { shape: 'tuple', fields: [] };

interface ProgramIndex {
  readonly operators: ReadonlyMap<string, Operator>;
  readonly into: ReadonlyMap<string, readonly Stream[]>;
  readonly outOf: ReadonlyMap<string, readonly Stream[]>;
}

/** Every operator asks for its neighbours; a program does not change. */
const indexes = new WeakMap<Program, ProgramIndex>();

function indexOf(program: Program): ProgramIndex {
  let index = indexes.get(program);
  if (!index) {
    index = {
      operators: new Map(program.operators.map((operator) => [operator.id, operator])),
      into: byEnd(program.streams, 'to'),
      outOf: byEnd(program.streams, 'from'),
    };
    indexes.set(program, index);
  }
  return index;
}

/** Streams by the operator at one end, in order. */
export function byEnd(
  streams: readonly Stream[],
  end: 'from' | 'to',
): ReadonlyMap<string, readonly Stream[]> {
  const found = new Map<string, Stream[]>();
  for (const stream of streams) {
    const id = stream[end].operator;
    const own = found.get(id);
    if (own) own.push(stream);
    else found.set(id, [stream]);
  }
  return found;
}

/** The operator of an id. */
export function operatorOf(program: Program, id: string): Operator | undefined {
  return indexOf(program).operators.get(id);
}

/** Streams that arrive at an operator, in program order. */
export function streamsInto(program: Program, id: string): readonly Stream[] {
  return indexOf(program).into.get(id) ?? [];
}

/** Streams that leave an operator, in program order. */
export function streamsOutOf(program: Program, id: string): readonly Stream[] {
  return indexOf(program).outOf.get(id) ?? [];
}

/** Schema of the records that arrive at an operator. */
export function inputSchema(program: Program, operator: Operator): Schema {
  return streamsInto(program, operator.id)[0]?.schema ?? noFields;
}

/** Schemas of the streams that arrive at an operator, by input port. */
export function inputSchemas(program: Program, operator: Operator): { readonly [port: string]: Schema } {
  const arriving = [...streamsInto(program, operator.id)];
  return Object.fromEntries(arriving.reverse().map((stream) => [stream.to.input, stream.schema]));
}

/** Operators of each stage in topological order; operators of a cycle come last, in program order. */
export function operatorsByStage(program: Program): ReadonlyMap<string, readonly Operator[]> {
  const waiting = new Map<string, number>(program.operators.map((operator) => [operator.id, 0]));
  for (const { to } of program.streams) waiting.set(to.operator, (waiting.get(to.operator) ?? 0) + 1);
  const ordered = new Set<string>();
  const free = program.operators.filter((operator) => waiting.get(operator.id) === 0).map((one) => one.id);
  for (let at = 0; at < free.length; at++) {
    const next = free[at] as string;
    ordered.add(next);
    for (const { to } of streamsOutOf(program, next)) {
      const left = (waiting.get(to.operator) ?? 0) - 1;
      waiting.set(to.operator, left);
      if (left === 0) free.push(to.operator);
    }
  }
  for (const operator of program.operators) ordered.add(operator.id);
  const stages = new Map<string, Operator[]>();
  for (const id of ordered) {
    const operator = operatorOf(program, id);
    if (!operator) continue;
    const list = stages.get(operator.stage);
    if (list) list.push(operator);
    else stages.set(operator.stage, [operator]);
  }
  return stages;
}

/** The slide of an operator of a micro-batch stage, if it has one of its own. */
function ownSlideMs(operator: Operator): number | undefined {
  if (operator.kind === 'window' && 'slideMs' in operator) return operator.slideMs;
  if (operator.kind === 'aggregate' && operator.scope.kind === 'window') return operator.scope.slideMs;
  return undefined;
}

/** Distance of the batch times at which an operator of a micro-batch stage gets input; undefined in other stages. */
export function inputSlideMs(program: Program, operator: Operator): number | undefined {
  const stage = program.stages.find((one) => one.id === operator.stage);
  if (stage?.model !== 'micro-batch') return undefined;
  const slideOf = (id: string, depth: number): number => {
    const upstream = streamsInto(program, id)[0]?.from.operator;
    const parent = upstream === undefined ? undefined : operatorOf(program, upstream);
    if (!parent || depth > program.operators.length) return stage.batchIntervalMs;
    return ownSlideMs(parent) ?? slideOf(parent.id, depth + 1);
  };
  return slideOf(operator.id, 0);
}

/** Says whether an operator has windows over the time records tell: it counts those that are too late. */
export function measuresEventTime(operator: Operator): boolean {
  return eventTimeOf(operator) !== undefined;
}

/** Says whether an operator has something to say when all input has come to its end. */
export function speaksAtEnd(operator: Operator): boolean {
  const measure = eventTimeOf(operator);
  return measure !== undefined && measure.isEndless !== true;
}

function eventTimeOf(operator: Operator): Extract<SpanMeasure, { kind: 'event-time' }> | undefined {
  const measure = spanOf(operator)?.measure;
  return measure?.kind === 'event-time' ? measure : undefined;
}

function spanOf(operator: Operator): Span | undefined {
  if (operator.kind === 'window') return 'span' in operator ? operator.span : undefined;
  if (operator.kind !== 'aggregate' && operator.kind !== 'reduce' && operator.kind !== 'join')
    return undefined;
  return operator.scope.kind === 'span' ? operator.scope.span : undefined;
}
