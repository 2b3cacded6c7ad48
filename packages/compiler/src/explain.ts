import {
  type AggregateScope,
  type Delivery,
  type Logic,
  type Operator,
  type Partitioning,
  type Program,
  printType,
  type Schema,
  type Span,
  type Stage,
} from '@sluice/ir';

const strength: { readonly [K in Delivery]: number } = {
  'at-most-once': 0,
  'at-least-once': 1,
  'exactly-once': 2,
};

/** The weakest promise on any way from a source to each sink, by operator id. */
export function deliveryOf(program: Program): ReadonlyMap<string, Delivery> {
  const stageOf = new Map(program.stages.map((s) => [s.id, s.delivery]));
  const weakest = new Map<string, Delivery>();
  for (const { id, stage } of program.operators) {
    const own = stageOf.get(stage) ?? 'at-most-once';
    const before = program.streams
      .filter((s) => s.to.operator === id)
      .map((s) => weakest.get(s.from.operator) ?? own);
    weakest.set(
      id,
      [own, ...before].reduce((a, b) => (strength[a] <= strength[b] ? a : b)),
    );
  }
  const sinks = program.operators.filter((o) => o.kind === 'sink').map((o) => o.id);
  return new Map(sinks.map((id) => [id, weakest.get(id) ?? 'at-most-once']));
}

function printSchema({ shape, fields }: Schema): string {
  return `${shape}(${fields.map((f) => `${f.name}: ${printType(f.type)}`).join(', ')})`;
}

function printLogic(logic: Logic): string {
  if (logic.kind === 'expression') return logic.text;
  const parameters = Object.entries(logic.parameters).map(([k, v]) => `${k}: ${JSON.stringify(v)}`);
  return `${logic.name}(${parameters.join(', ')})`;
}

function printPartitioning(p: Partitioning): string {
  if (p.kind === 'hash') return `hash(${p.fields.join(', ')}; ${p.function})`;
  return p.kind === 'partial-hash' ? `partial-hash(${p.fields.join(', ')})` : p.kind;
}

function printStage(stage: Stage): string {
  const { id, model, delivery, origin: _, ...settings } = stage;
  const shown = Object.entries(settings)
    .filter(([, value]) => typeof value !== 'object')
    .map(([key, value]) => `${key} ${String(value)}`);
  return [`stage ${id}: ${model}, ${delivery}`, ...shown].join(', ');
}

function printSpan({ shape, measure }: Span): string {
  const unit = measure.kind === 'count' ? ' records' : ' ms';
  const length =
    shape.kind === 'session'
      ? `session gap ${shape.gap}${unit}`
      : `${shape.length}${unit}${shape.kind === 'sliding' ? ` every ${shape.slide}${unit}` : ''}`;
  if (measure.kind === 'count') return measure.per === 'key' ? `${length} of a key` : length;
  if (measure.kind === 'processing-time') return length;
  return `${length} of ${printLogic(measure.time)}`;
}

function printScope(scope: AggregateScope): string {
  if (scope.kind === 'span') return printSpan(scope.span);
  if ('lengthMs' in scope) return `${scope.kind} ${scope.lengthMs} ms every ${scope.slideMs} ms`;
  return 'everyMs' in scope ? `${scope.kind} ${scope.everyMs} ms` : scope.kind;
}

function printOperator(operator: Operator): string {
  switch (operator.kind) {
    case 'source':
    case 'sink':
    case 'script':
      return operator.run;
    case 'map':
      return `${operator.keep ? '..., ' : ''}${operator.assign.map((a) => `${a.field.name} = ${printLogic(a.value)}`).join(', ')}`;
    case 'filter':
      return printLogic(operator.predicate);
    case 'flat-map':
      return `${operator.field.name} in ${printLogic(operator.each)}`;
    case 'key-by':
      return `${printLogic(operator.key)} -> ${printLogic(operator.value)}`;
    case 'union':
      return '';
    case 'route':
      return operator.on
        ? `on ${printLogic(operator.on)}: ${operator.cases.map((c) => `${c.value} -> ${[...c.required, ...c.optional.map((o) => `${o}?`)].join(' ')}`).join(', ')}; else ${operator.otherwise.required.join(' ') || 'nothing'}`
        : `to ${[...operator.otherwise.required, ...operator.otherwise.optional.map((o) => `${o}?`)].join(' ')}`;
    case 'window':
      return 'span' in operator
        ? printSpan(operator.span)
        : `${operator.lengthMs} ms every ${operator.slideMs} ms`;
    case 'watermark':
      return `${operator.field} = latest ${printLogic(operator.time)} - ${operator.delayMs} ms`;
    case 'reduce':
      return `${printLogic(operator.of)} by (${operator.key.join(', ')}) with ${operator.combine} per ${printScope(operator.scope)}`;
    case 'join': {
      const { left, right } = operator;
      const on = `${left.input}.${printLogic(left.key)} = ${right.input}.${printLogic(right.key)}`;
      return `${operator.type} on ${on} per ${printScope(operator.scope)}`;
    }
    case 'dedupe': {
      const bounds = [
        ...(operator.count === undefined ? [] : [`${operator.count} keys`]),
        ...(operator.withinMs === undefined ? [] : [`${operator.withinMs} ms`]),
      ];
      return `by ${printLogic(operator.key)} within ${bounds.join(' and ') || 'the run'}`;
    }
    case 'sample':
      return operator.by.kind === 'every'
        ? `1 of ${operator.by.every}`
        : `${operator.by.fraction} of all, seed ${operator.by.seed}`;
    case 'aggregate': {
      const { fold, scope } = operator;
      const of = fold.kind === 'count' ? '' : ` of ${printLogic(fold.kind === 'top-k' ? fold.by : fold.of)}`;
      const limit = fold.kind === 'top-k' && fold.limit !== undefined ? ` ${fold.limit}` : '';
      return `${fold.kind}${limit}${of} by (${operator.key.join(', ')}) per ${printScope(scope)}`;
    }
    case 'buffer':
      return `${operator.medium}, ${operator.capacity} records`;
  }
}

/** Prints a program for people: each stage with its operators, then the streams. */
export function explain(program: Program): string {
  const lines = [`program ${program.name}`, ''];
  const delivery = deliveryOf(program);
  for (const stage of program.stages) {
    lines.push(printStage(stage));
    for (const operator of program.operators.filter((o) => o.stage === stage.id)) {
      const { executors, tasks } = operator.parallelism;
      const many =
        executors > 1 || tasks > 1 ? ` x${executors}${tasks === executors ? '' : `/${tasks}`}` : '';
      const promise = delivery.get(operator.id);
      const text = `  ${operator.id}${many}: ${operator.kind} ${printOperator(operator)}`.trimEnd();
      lines.push(promise === undefined ? text : `${text} [${promise}]`);
    }
    lines.push('');
  }
  for (const stream of program.streams) {
    const output = stream.from.output === 'out' ? '' : `.${stream.from.output}`;
    lines.push(
      `${stream.from.operator}${output} -> ${stream.to.operator}: ${printPartitioning(stream.partitioning)}, ${printSchema(stream.schema)}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
