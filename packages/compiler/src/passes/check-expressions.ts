import type { AppliedComponent, ExpressionField, LoweredOperator } from '@sluice/component';
import { type ParsedExpression, parseExpression, type Scope } from '@sluice/expression';
import type { AggregateScope, Diagnostic, Json, Logic, Schema, Span, TextRange, ValueType } from '@sluice/ir';

type PortSchemas = { readonly [port: string]: Schema } | undefined;
type Wanted = ExpressionField['returns'];

interface Use {
  readonly text: string;
  readonly field: string | undefined;
  readonly scope: Scope;
  readonly returns: Wanted;
}

/** The type a text must have, by what is done with it. */
function isWanted(type: ValueType, returns: Wanted): boolean {
  if (type === 'any' || returns === 'any') return true;
  switch (returns) {
    case 'boolean':
      return type === 'boolean';
    case 'string':
      return type === 'string' || type === 'bytes';
    case 'number':
      return type === 'integer' || type === 'double' || type === 'time';
    case 'list':
      return typeof type === 'object' && 'list' in type;
  }
}

const wantedWords: { readonly [K in Wanted]: string } = {
  any: 'a value',
  boolean: 'true or false',
  string: 'text',
  number: 'a number',
  list: 'a list',
};
const ways: { readonly [K in Wanted]: string } = {
  any: 'Change the expression.',
  boolean: "Compare with something, for example value == 'x'.",
  string: 'Turn it into text with string(...).',
  number: 'Turn it into a number with number(...).',
  list: 'Make a list, for example with words(...) or split(...).',
};

/** Texts over `a` and `b`, which are what `of` gives. */
function combineUses(of: Logic, texts: readonly (string | undefined)[], record: Scope): Use[] {
  const type = of.kind === 'expression' ? parseExpression(of.text, record).type : ('any' as const);
  const scope: Scope = [
    { name: 'a', type },
    { name: 'b', type },
  ];
  return texts
    .filter((text) => text !== undefined)
    .map((text) => ({ text, field: undefined, scope, returns: 'any' }));
}

/**
 * All logic of a lowered operator with what it may read and must give. `inputs` are the records of each input port,
 * for operators whose inputs differ.
 */
function usesOf(operator: LoweredOperator, input: Schema, inputs: PortSchemas): Use[] {
  const record = input.fields;
  const uses: Use[] = [];
  const addSpan = (scope: AggregateScope): void => {
    if (scope.kind === 'span') addMeasure(scope.span);
  };
  const addMeasure = ({ measure }: Span): void => {
    if (measure.kind !== 'event-time') return;
    add(measure.time, 'number');
    add(measure.watermark, 'number');
    if (measure.by) add(measure.by.task, 'number');
  };
  const add = (logic: Logic, returns: Wanted, scope: Scope = record): void => {
    if (logic.kind === 'expression') {
      uses.push({ text: logic.text, field: logic.origin?.field, scope, returns });
    }
  };
  switch (operator.kind) {
    case 'map':
      for (const { value } of operator.assign) add(value, 'any');
      break;
    case 'filter':
      add(operator.predicate, 'boolean');
      break;
    case 'flat-map':
      add(operator.each, 'list');
      break;
    case 'key-by':
      add(operator.key, 'any');
      add(operator.value, 'any');
      break;
    case 'route':
      if (operator.on) add(operator.on, 'any');
      break;
    case 'aggregate': {
      const { fold } = operator;
      if (fold.kind === 'sum' || fold.kind === 'mean') add(fold.of, 'number');
      else if (fold.kind === 'min' || fold.kind === 'max') add(fold.of, 'any');
      else if (fold.kind === 'top-k') add(fold.by, 'any');
      else if (fold.kind === 'distinct') add(fold.of, 'any');
      else if (fold.kind === 'combine' || fold.kind === 'update') {
        add(fold.of, 'any');
        const inverse = fold.kind === 'combine' ? fold.inverse : undefined;
        uses.push(...combineUses(fold.of, [fold.text, inverse], record));
      }
      addSpan(operator.scope);
      break;
    }
    case 'reduce':
      add(operator.of, 'any');
      uses.push(...combineUses(operator.of, [operator.combine, operator.inverse], record));
      addSpan(operator.scope);
      break;
    case 'join':
      for (const side of [operator.left, operator.right]) {
        const own = inputs?.[side.input]?.fields;
        if (own === undefined) continue;
        for (const logic of [side.key, ...side.values.map(({ value }) => value)]) add(logic, 'any', own);
      }
      break;
    case 'window':
      if ('span' in operator) addMeasure(operator.span);
      break;
    case 'watermark':
      add(operator.time, 'number');
      break;
    case 'dedupe':
      add(operator.key, 'any');
      if (operator.time) add(operator.time, 'number');
      break;
    case 'source':
    case 'sink':
    case 'script':
    case 'union':
    case 'sample':
    case 'buffer':
      break;
  }
  return uses;
}

interface Written {
  readonly field: string;
  readonly text: string;
  readonly label: string;
  readonly returns: Wanted;
  readonly isCombine: boolean;
}

function isAssignment(item: Json): item is { readonly name: string; readonly value: string } {
  return typeof item === 'object' && item !== null && 'value' in item && typeof item.value === 'string';
}

/** The expressions a person wrote into the form of a component. */
function writtenIn(component: AppliedComponent): Written[] {
  const found: Written[] = [];
  for (const [field, spec] of Object.entries(component.spec.config)) {
    const value = component.config[field];
    if (spec.type === 'expression' && typeof value === 'string' && value.trim() !== '') {
      const isCombine = spec.scope === 'combine';
      found.push({ field, text: value, label: spec.label, returns: spec.returns, isCombine });
    }
    if (spec.type === 'assignments' && Array.isArray(value)) {
      for (const item of value as readonly Json[]) {
        if (!isAssignment(item)) continue;
        found.push({ field, text: item.value, label: item.name, returns: 'any', isCombine: false });
      }
    }
  }
  return found;
}

/** A range of a text by lines and columns. */
export function rangeOf(text: string, start: number, end: number): TextRange {
  const place = (offset: number): { line: number; column: number } => {
    const before = text.slice(0, offset).split('\n');
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  };
  const [from, to] = [place(start), place(end)];
  return { text, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}

function report(component: AppliedComponent, use: Use, written: Written | undefined): Diagnostic[] {
  const parsed: ParsedExpression = parseExpression(use.text, use.scope);
  const field = written?.field ?? use.field;
  const label = written?.label ?? (field === undefined ? undefined : component.spec.config[field]?.label);
  const at = (start: number, end: number): Diagnostic['at'] => ({
    component: component.id,
    system: component.system,
    ...(field !== undefined && { field }),
    ...(written && { range: rangeOf(use.text, start, end) }),
  });
  const lead = label === undefined ? '' : `${label}: `;
  if (parsed.tree === undefined) {
    return parsed.problems.map((p) => ({
      code: `FLOW_${p.code}`,
      severity: 'error',
      message: `${lead}${p.message}`,
      at: at(p.start, p.end),
      ...(p.help !== undefined && { help: p.help }),
    }));
  }
  if (isWanted(parsed.type, use.returns)) return [];
  return [
    {
      code: 'FLOW_EXPRESSION_RETURNS',
      severity: 'error',
      message: `${lead}the expression must give ${wantedWords[use.returns]}.`,
      at: at(0, use.text.length),
      help: ways[use.returns],
    },
  ];
}

/**
 * Checks every expression of one component: each where it is used, over the records that arrive there, and those the
 * lowering does not show (a sink's) over the records the component gets.
 */
export function checkExpressions(
  component: AppliedComponent,
  input: Schema | undefined,
  steps: readonly {
    readonly operator: LoweredOperator;
    readonly input: Schema | undefined;
    readonly inputs?: PortSchemas;
  }[],
): readonly Diagnostic[] {
  const written = writtenIn(component);
  const seen = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const step of steps) {
    if (step.input === undefined) continue;
    for (const use of usesOf(step.operator, step.input, step.inputs)) {
      const source =
        written.find((w) => w.text === use.text && w.field === use.field) ??
        written.find((w) => w.text === use.text);
      if (source) seen.add(source.text);
      diagnostics.push(...report(component, use, source));
    }
  }
  const combine: Scope = [
    { name: 'a', type: 'any' },
    { name: 'b', type: 'any' },
  ];
  for (const item of written) {
    if (seen.has(item.text) || (input === undefined && !item.isCombine)) continue;
    const scope = item.isCombine ? combine : (input?.fields ?? []);
    const { text, field, returns } = item;
    diagnostics.push(...report(component, { text, field, scope, returns }, item));
  }
  return diagnostics;
}
