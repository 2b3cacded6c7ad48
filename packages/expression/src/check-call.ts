import type { Problems } from './check.ts';
import type { ExpressionNode, ExpressionType } from './contract.ts';
import type { ArgumentKind, ArgumentSpec, FunctionSpec } from './functions/spec.ts';
import { functionsByName } from './functions/table.ts';
import type { Token } from './lex.ts';
import { compileRegex } from './regex/regex.ts';
import { closest } from './suggest.ts';
import { isList, isNumber, isTextual, isWhole, printType } from './types.ts';
import { jsonTypes, parseJsonPath } from './values/json-path.ts';
import { isReadable, parseTimePattern, timeLetters } from './values/time.ts';

/** Most values one call may be given. */
const mostArguments = 50;

const isWholeOrAny = (t: ExpressionType): boolean => t === 'any' || isWhole(t);

const kinds: {
  readonly [K in ArgumentKind]: { readonly wanted: string; fits(type: ExpressionType): boolean };
} = {
  text: { wanted: 'text', fits: isTextual },
  number: { wanted: 'a number', fits: isNumber },
  integer: { wanted: 'a whole number', fits: isWholeOrAny },
  time: { wanted: 'a time', fits: isWholeOrAny },
  list: { wanted: 'a list', fits: isList },
  any: { wanted: 'any value', fits: () => true },
  'list-or-text': { wanted: 'a text or a list', fits: (t) => isList(t) || isTextual(t) },
  regex: { wanted: 'a regular expression in quotes', fits: isTextual },
  replacement: { wanted: 'text', fits: isTextual },
  group: { wanted: 'the number of a group', fits: isWholeOrAny },
  'json-path': { wanted: 'a path in quotes', fits: isTextual },
  'json-type': { wanted: 'a type in quotes', fits: isTextual },
  'time-format': { wanted: 'a pattern in quotes', fits: isTextual },
  'time-reading': { wanted: 'a pattern in quotes', fits: isTextual },
};

function helpFor(kind: ArgumentKind, type: ExpressionType, example: string): string {
  if (kind === 'number') return 'Turn it into a number with number(...).';
  if (kind === 'integer' || kind === 'time') {
    return isNumber(type)
      ? 'Make it whole with floor(...) or round(...).'
      : 'Turn it into one with integer(...).';
  }
  if (kind === 'text' || kind === 'list-or-text') return 'Turn it into text with string(...).';
  return `For example ${example}.`;
}

/** Checks a call and gives the type of its result. */
export function checkCall(name: Token, given: readonly ExpressionNode[], problems: Problems): ExpressionType {
  const spec = functionsByName.get(name.value);
  if (spec === undefined) {
    const names = [...functionsByName.keys()];
    const near = closest(name.value, names);
    problems.add(
      'EXPRESSION_FUNCTION_UNKNOWN',
      `There is no function ${name.value}.`,
      name,
      near !== undefined ? `Did you mean ${near}?` : `The functions are ${names.join(', ')}.`,
    );
    return 'any';
  }
  checkCount(spec, { name, count: given.length }, problems);
  for (const [index, node] of given.entries()) {
    const argument = spec.arguments[Math.min(index, spec.arguments.length - 1)];
    if (argument) checkArgument({ spec, argument, node, given }, problems);
  }
  return spec.returns(given);
}

function checkCount(
  spec: FunctionSpec,
  { name, count }: { readonly name: Token; readonly count: number },
  problems: Problems,
): void {
  const least = spec.arguments.filter((a) => a.isOptional !== true).length;
  const most = spec.isVariadic === true ? mostArguments : spec.arguments.length;
  if (count >= least && count <= most) return;
  const wanted =
    least === most
      ? `${least}`
      : spec.isVariadic === true
        ? `at least ${least} and at most ${mostArguments}`
        : `${least} or ${most}`;
  problems.add(
    'EXPRESSION_ARGUMENTS',
    `${name.value} takes ${wanted} ${least === 1 && most === 1 ? 'value' : 'values'}, not ${count}.`,
    name,
    `For example ${spec.example}.`,
  );
}

interface Argument {
  readonly spec: FunctionSpec;
  readonly argument: ArgumentSpec;
  readonly node: ExpressionNode;
  readonly given: readonly ExpressionNode[];
}

function checkArgument({ spec, argument, node, given }: Argument, problems: Problems): void {
  const kind = kinds[argument.kind];
  if (!kind.fits(node.type)) {
    problems.add(
      'EXPRESSION_TYPE',
      `${spec.name} wants ${kind.wanted} as ${argument.name}; this is ${printType(node.type)}.`,
      node,
      helpFor(argument.kind, node.type, spec.example),
    );
    return;
  }
  const check = literalChecks[argument.kind];
  if (!check) return;
  if (node.kind !== 'literal' || node.value === null) {
    if (argument.kind === 'replacement') return;
    problems.add(
      'EXPRESSION_LITERAL',
      `Here must stand ${kind.wanted}.`,
      node,
      'Write the value itself, not a computed one.',
    );
    return;
  }
  check(node.value, { node, given, problems });
}

interface Literal {
  readonly node: ExpressionNode;
  readonly given: readonly ExpressionNode[];
  readonly problems: Problems;
}

const literalChecks: {
  readonly [K in ArgumentKind]?: (value: string | number | boolean, at: Literal) => void;
} = {
  regex(value, { node, problems }) {
    const { problem } = compileRegex(String(value));
    if (problem !== undefined) problems.add('EXPRESSION_REGEX', problem, node, 'Change the pattern.');
  },
  group(value, at) {
    checkGroup(Number(value), at);
  },
  replacement(value, at) {
    for (const [, what] of String(value).matchAll(/\$([$0-9])/g)) {
      if (what !== '$' && !checkGroup(Number(what), at)) return;
    }
  },
  'json-path'(value, { node, problems }) {
    if (parseJsonPath(String(value)) !== undefined) return;
    const help = 'Write a path like $.user.tags[*].text.';
    problems.add('EXPRESSION_JSON_PATH', `${String(value)} is not a path.`, node, help);
  },
  'json-type'(value, { node, problems }) {
    if ((jsonTypes as readonly unknown[]).includes(value)) return;
    const help = `The types are ${jsonTypes.map((t) => `'${t}'`).join(', ')}.`;
    problems.add('EXPRESSION_JSON_TYPE', `There is no type ${String(value)} in JSON.`, node, help);
  },
  'time-format'(value, { node, problems }) {
    if (parseTimePattern(String(value)) === undefined) reportPattern(value, node, problems);
  },
  'time-reading'(value, { node, problems }) {
    const parts = parseTimePattern(String(value));
    if (parts === undefined) return reportPattern(value, node, problems);
    if (isReadable(parts)) return;
    problems.add(
      'EXPRESSION_TIME_PATTERN',
      `No time can be read by ${String(value)}.`,
      node,
      'Name each field once, and none that only prints (EEE, DDD).',
    );
  },
};

function reportPattern(value: unknown, node: ExpressionNode, problems: Problems): void {
  const letters = Object.keys(timeLetters).join(', ');
  const help = `The fields are ${letters}; put text between single quotes.`;
  problems.add('EXPRESSION_TIME_PATTERN', `${String(value)} is not a time pattern.`, node, help);
}

/** A group must be there, and stand outside of repetitions: there engines disagree about which turn counts. */
function checkGroup(group: number, { node, given, problems }: Literal): boolean {
  const regex = given[1];
  if (regex?.kind !== 'literal' || typeof regex.value !== 'string') return false;
  const { pattern } = compileRegex(regex.value);
  if (!pattern) return false;
  const facts = Number.isInteger(group) ? pattern.groups[group] : undefined;
  if (facts && !facts.isRepeated) return true;
  const count = pattern.groups.length - 1;
  problems.add(
    'EXPRESSION_REGEX_GROUP',
    facts ? `Group ${group} is inside a repetition and has no value.` : `The pattern has no group ${group}.`,
    node,
    facts
      ? 'Put the group around the repetition.'
      : count === 0
        ? 'Put parentheses around the part you want.'
        : `It has ${count === 1 ? 'group 1' : `the groups 1 to ${count}`}; 0 is the whole match.`,
  );
  return false;
}
