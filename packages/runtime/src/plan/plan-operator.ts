import type { ExpressionNode } from '@sluice/expression';
import type {
  AggregateOperator,
  FilterOperator,
  FlatMapOperator,
  Logic,
  Operator,
  Program,
} from '@sluice/ir';
import { headerName } from '../batch-read.ts';
import { type CompiledLogic, checkLogic } from '../logic/check-logic.ts';
import { inputSchema } from '../program-graph.ts';
import {
  assignedForms,
  type ColumnForm,
  cutForms,
  type Forms,
  formOf,
  formsOfSource,
  unknownForms,
  valueForms,
} from './column-forms.ts';
import { countable, countPath } from './count-path.ts';
import { cutPath } from './cut-path.ts';
import { extractPath } from './extract-path.ts';
import { isCounted } from './is-counted.ts';
import type { OperatorWork } from './plan.ts';
import { searchPath } from './search-path.ts';
import { valuePath } from './value-path.ts';

/** What an operator does, and the forms of what it gives. */
export interface OperatorPlan {
  readonly work: OperatorWork;
  readonly forms: Forms;
}

/** How a channel keeps what it was given. */
const holding = {
  memory: 'Holds ranges of batches; nothing is copied.',
  durable:
    'Writes each put to the disk and answers once it is synced; puts that come meanwhile share the next sync.',
} as const;

/** Plans one operator over what arrives; asks the same functions as the transforms do. */
export function planOperator(program: Program, operator: Operator, forms: Forms): OperatorPlan {
  const schema = inputSchema(program, operator);
  const given = operator.outputs[0]?.schema ?? { shape: 'tuple', fields: [] };
  const logicOf = (logic: Logic): CompiledLogic => checkLogic(logic, schema);
  switch (operator.kind) {
    case 'source':
      return { work: component('Reads records in batches.'), forms: formsOfSource(given) };
    case 'sink':
      return { work: component('Writes what arrives.'), forms };
    case 'script':
      return { work: script(), forms: unknownForms(operator) };
    case 'buffer':
      return { work: loop(holding[operator.medium]), forms };
    case 'union':
      return { work: loop('Hands each batch on as it is.'), forms };
    case 'window':
      return { work: loop('Keeps whole batches and hands them on at each slide.'), forms };
    case 'filter':
      return planFilter(operator, logicOf, forms);
    case 'flat-map':
      return planFlatMap(program, operator, logicOf, forms);
    case 'map': {
      const targets = operator.assign.map(({ field, value }) => ({
        name: field.name,
        isBytes: field.type === 'bytes' && headerName(field.name) === undefined,
        logic: logicOf(value),
      }));
      return planAssignments(targets, operator.keep, forms);
    }
    case 'key-by': {
      const targets = [operator.key, operator.value].map((logic, at) => ({
        name: at === 0 ? 'key' : 'value',
        isBytes: false,
        logic: logicOf(logic),
      }));
      return planAssignments(targets, false, forms);
    }
    case 'route': {
      const sparse: Forms = { ...forms, isSparse: forms.isSparse || operator.on !== undefined };
      if (!operator.on) return { work: loop('Hands each batch to every output as it is.'), forms };
      const work = values(
        [logicOf(operator.on)],
        'Looks up one value a record and selects rows; nothing is copied.',
      );
      return { work, forms: sparse };
    }
    case 'aggregate':
      return planAggregate(program, operator, logicOf, forms);
    case 'watermark':
      return { work: values([logicOf(operator.time)], 'Follows the latest time seen.'), forms };
    case 'reduce':
      return {
        work: values([logicOf(operator.of)], `Combines values ${byKey(operator.key)}.`),
        forms: valueForms(given),
      };
    case 'dedupe':
      return {
        work: values([logicOf(operator.key)], 'Remembers keys and drops records whose key is known.'),
        forms: { ...forms, isSparse: true },
      };
    case 'sample':
      return {
        work: loop('Picks rows by their place; no record is read.'),
        forms: { ...forms, isSparse: true },
      };
    case 'join':
      return {
        work: {
          tier: 'expression',
          kernels: [],
          does: 'Keeps both sides by key and pairs them.',
          whyNot: 'Pairs are made record by record.',
        },
        forms: valueForms(given),
      };
  }
}

type LogicOf = (logic: Logic) => CompiledLogic;

function planFilter(operator: FilterOperator, logicOf: LogicOf, forms: Forms): OperatorPlan {
  const logic = logicOf(operator.predicate);
  const path = searchPath(logic.tree);
  const sparse: Forms = { ...forms, isSparse: true };
  if (path.kind === 'evaluate') {
    const does = `Evaluates the predicate on ${listed(logic.uses)}.`;
    return { work: { tier: 'expression', kernels: [], does, whyNot: path.whyNot }, forms: sparse };
  }
  const { field, isInverted } = path.search;
  const form = formOf(forms, field);
  const does = `Looks for bytes in ${field} and selects the rows that ${isInverted === true ? 'do not have' : 'have'} them.`;
  const work: OperatorWork = byForm(field, form, {
    tier: 'kernel',
    kernels: ['findRows'],
    does,
    otherwise: { tier: 'expression', does: `Evaluates the predicate on ${field}.` },
  });
  return { work, forms: sparse };
}

function planFlatMap(
  program: Program,
  operator: FlatMapOperator,
  logicOf: LogicOf,
  forms: Forms,
): OperatorPlan {
  const { tree, uses } = logicOf(operator.each);
  const path = cutPath(tree, isCounted(program, operator));
  const given = operator.outputs[0]?.schema ?? { shape: 'tuple', fields: [] };
  const next = cutForms(forms, operator.field.name, given, path);
  if (path.kind === 'json') {
    const work = byForm(path.field, formOf(forms, path.field), {
      tier: 'kernel',
      kernels: ['json'],
      does: `Finds the texts at ${path.path} in ${path.field} without parsing the rest.`,
      unless: 'Batches with anything but plain texts there, or broken JSON, are read by the expression.',
      otherwise: { tier: 'expression', does: `Computes a list from ${path.field} and gives its items.` },
    });
    return { work, forms: next };
  }
  if (!path.cut) {
    const does = `Computes a list from ${listed(uses)} and gives its items.`;
    return { work: { tier: 'expression', kernels: [], does, whyNot: path.whyNot }, forms: next };
  }
  const { field, separator } = path.cut;
  const otherwise = {
    tier: 'expression',
    does: `Computes a list from ${field} and gives its items.`,
  } as const;
  const form = formOf(forms, field);
  if (path.kind === 'words') {
    const does = `Cuts ${field} into words and gives each its number in one pass.`;
    const unless = `Text that is not ASCII is cut by the expression.`;
    const work = byForm(field, form, { tier: 'kernel', kernels: ['internWords'], does, unless, otherwise });
    return { work, forms: next };
  }
  const does = `Cuts the bytes of ${field} at ${separator === undefined ? 'white space' : printByte(separator)}; items are slices.`;
  const unless = separator === undefined ? 'Text that is not ASCII is cut by the expression.' : undefined;
  const work = byForm(field, form, {
    tier: 'loop',
    kernels: [],
    does,
    whyNot: path.whyNot,
    otherwise,
    ...(unless === undefined ? {} : { unless }),
  });
  return { work, forms: next };
}

function planAssignments(
  targets: readonly { readonly name: string; readonly isBytes: boolean; readonly logic: CompiledLogic }[],
  keep: boolean,
  forms: Forms,
): OperatorPlan {
  const paths = targets.map(({ logic, ...target }) => ({ ...target, path: valuePath(logic) }));
  const fields = (kind: string): string[] => paths.filter((t) => t.path.kind === kind).map((t) => t.name);
  const parts = [
    fields('column').length > 0 ? `takes ${listed(fields('column'))} over as columns` : '',
    fields('constant').length > 0 ? `sets ${listed(fields('constant'))} once a batch` : '',
    fields('computed').length > 0 ? `computes ${listed(fields('computed'))} in one loop` : '',
  ].filter((part) => part !== '');
  const does = `${capital(parts.join(', ') || 'hands the batch on')}.`;
  const computed = targets.filter((_, k) => paths[k]?.path.kind === 'computed').map(({ logic }) => logic);
  const work: OperatorWork =
    computed.length === 0
      ? loop(does)
      : (planExtraction(computed, forms) ?? {
          tier: 'expression',
          kernels: [],
          does,
          whyNot: whyNotExtracted(computed) ?? noKernelFor(computed),
        });
  const next = assignedForms(forms, keep, paths);
  if (work.tier !== 'kernel') return { work, forms: next };
  // Slices where all records match, texts elsewhere.
  const fieldForms = new Map(next.fields);
  for (const name of fields('computed')) fieldForms.set(name, 'unknown');
  return { work, forms: { ...next, fields: fieldForms } };
}

/** The work of an assignment that is all groups of patterns in bytes. */
function planExtraction(computed: readonly CompiledLogic[], forms: Forms): OperatorWork | undefined {
  const fields = new Set<string>();
  for (const { tree } of computed) {
    const path = extractPath(tree);
    if (path.kind === 'evaluate' || formOf(forms, path.search.field) !== 'bytes') return undefined;
    fields.add(path.search.field);
  }
  return {
    tier: 'kernel',
    kernels: ['matchSteps'],
    does: `Marks the groups of a pattern in the bytes of ${listed([...fields])}; values are slices.`,
    unless:
      'Where a record does not match, the values of its batch are texts; what the steps are not sure of goes to the regular expression.',
  };
}

/** Why groups of a pattern are not marked in the bytes. */
function whyNotExtracted(computed: readonly CompiledLogic[]): string | undefined {
  for (const { tree } of computed) {
    const path = extractPath(tree);
    if (path.kind === 'evaluate' && tree?.kind === 'call' && ['extract', 'coalesce'].includes(tree.function))
      return path.whyNot;
  }
  return undefined;
}

function planAggregate(
  program: Program,
  operator: AggregateOperator,
  logicOf: LogicOf,
  forms: Forms,
): OperatorPlan {
  const { fold, key, scope } = operator;
  const given = operator.outputs[0]?.schema ?? { shape: 'tuple', fields: [] };
  const next = scope.kind === 'record' ? valueForms(given, forms) : valueForms(given);
  if (fold.kind === 'top-k') {
    const work = values([logicOf(fold.by)], 'Keeps the best records and sorts them.');
    return { work, forms };
  }
  if (scope.kind === 'span') {
    const what = fold.kind === 'count' ? 'Counts records' : `Folds ${fold.kind} of values`;
    const does = `${what} ${byKey(key)} in each window.`;
    if (fold.kind === 'count') return { work: loop(does), forms: next };
    return { work: values([logicOf(fold.of)], does), forms: next };
  }
  const keyForms = key.map((field) => formOf(forms, field));
  const how =
    key.length === 0
      ? 'all records are one group'
      : key.length === 1 && keyForms[0] === 'words'
        ? 'keys are the numbers of the words'
        : 'keys are numbered by a hash table';
  const what = fold.kind === 'count' ? 'Counts records' : `Folds ${fold.kind} of values`;
  const does = `${what} ${byKey(key)}: ${how}.`;
  const isTold =
    scope.kind === 'record' && program.streams.some((stream) => stream.from.operator === operator.id);
  const value = 'of' in fold ? valuePath(logicOf(fold.of)) : undefined;
  const isCountable =
    (value?.kind === 'column' && formOf(forms, value.field) === 'constant') ||
    (value?.kind === 'constant' && countable(value.value) !== undefined);
  const path = countPath(fold, { isTold, isCountable });
  const hasWords = key.length === 1 && keyForms[0] === 'words';
  if (path.kind === 'counted' && hasWords)
    return { work: { tier: 'kernel', kernels: ['countFirsts'], does }, forms: next };
  if (path.kind === 'told' && hasWords)
    return { work: { tier: 'loop', kernels: [], does, whyNot: path.whyNot }, forms: next };
  if (fold.kind === 'count') {
    return { work: { tier: 'loop', kernels: [], does, whyNot: whyNoCount(keyForms) }, forms: next };
  }
  return { work: values([logicOf(fold.of)], does), forms: next };
}

function whyNoCount(keys: readonly ColumnForm[]): string {
  if (keys.length === 0) return 'One number is added a batch.';
  return 'Keys are only numbered by a kernel where words are cut.';
}

interface ByForm extends OperatorWork {
  readonly otherwise: Pick<OperatorWork, 'tier' | 'does'>;
}

/** Bytes go the fast way, values the other; what a script made is seen when it runs. */
function byForm(field: string, form: ColumnForm, { otherwise, ...work }: ByForm): OperatorWork {
  switch (form) {
    case 'bytes':
      return work;
    case 'unknown':
      return {
        ...work,
        unless: `Unless ${field} comes as values: what it is made of is seen when it runs.`,
      };
    case 'words':
    case 'constant':
    case 'values':
      return {
        ...otherwise,
        kernels: [],
        whyNot: `${field} was ${form === 'words' ? 'numbered' : 'computed'} before: there are no bytes of it as they were read.`,
      };
  }
}

/** Work whose values are columns or computed. */
function values(logics: readonly CompiledLogic[], does: string): OperatorWork {
  const computed = logics.filter((logic) => valuePath(logic).kind === 'computed');
  return computed.length === 0
    ? loop(does)
    : { tier: 'expression', kernels: [], does, whyNot: noKernelFor(computed) };
}

function loop(does: string): OperatorWork {
  return { tier: 'loop', kernels: [], does };
}

function component(does: string): OperatorWork {
  return { tier: 'component', kernels: [], does };
}

function script(): OperatorWork {
  return {
    tier: 'script',
    kernels: [],
    does: 'Calls its code with each batch.',
    whyNot: 'Nobody but the code knows what it does.',
  };
}

function noKernelFor(logics: readonly CompiledLogic[]): string {
  const names = new Set<string>();
  for (const { tree } of logics) if (tree) collectCalls(tree, names);
  return `${names.size > 0 ? listed([...names]) : 'Arithmetic and comparison'} ${names.size === 1 ? 'is' : 'are'} done value by value.`;
}

function collectCalls(node: ExpressionNode, names: Set<string>): void {
  if (node.kind === 'call') {
    names.add(node.function);
    for (const argument of node.arguments) collectCalls(argument, names);
  } else if (node.kind === 'list') for (const item of node.items) collectCalls(item, names);
  else if (node.kind === 'binary') [node.left, node.right].forEach((part) => collectCalls(part, names));
  else if (node.kind === 'unary' || node.kind === 'member') collectCalls(node.of, names);
  else if (node.kind === 'index') [node.of, node.at].forEach((part) => collectCalls(part, names));
  else if (node.kind === 'conditional')
    [node.test, node.yes, node.no].forEach((part) => collectCalls(part, names));
}

function byKey(key: readonly string[]): string {
  return key.length === 0 ? 'of all records' : `by ${listed(key)}`;
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'no field';
  return names.length === 1 ? (names[0] as string) : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function printByte(byte: number): string {
  return byte <= 32
    ? byte === 9
      ? 'tabs'
      : byte === 32
        ? 'blanks'
        : `byte ${byte}`
    : `"${String.fromCharCode(byte)}"`;
}
