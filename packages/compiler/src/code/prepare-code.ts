import type { CodeField } from '@sluice/component';
import { tsPlugin } from '@sveltejs/acorn-typescript';
import { Parser } from 'acorn';
import type { CodeFinding } from '../contract.ts';
import { type AnyNode, stripTypes, walk } from './strip-types.ts';

/** How a function is called. */
export type CodeShape = CodeField['shape'];
type CodeProblem = CodeFinding;

export interface PreparedCode {
  /** A script whose value is the function; lines are those of the text. Undefined when there are errors. */
  readonly script: string | undefined;
  readonly problems: readonly CodeProblem[];
}

/** Longest code. */
const mostCharacters = 64 * 1024;
const TypeScript = Parser.extend(tsPlugin() as unknown as (base: typeof Parser) => typeof Parser);

/** Names that exist elsewhere in JavaScript and not here, with what to do instead. */
const absent: { readonly [name: string]: string } = {
  console: 'Use log(...): it writes to the log of the run.',
  process: 'A function sees its record and nothing else.',
  require: 'A function cannot load modules.',
  module: 'Use export default.',
  fetch: 'A function has no network.',
  XMLHttpRequest: 'A function has no network.',
  WebSocket: 'A function has no network.',
  setTimeout: 'A function answers at once; there are no timers.',
  setInterval: 'A function answers at once; there are no timers.',
  setImmediate: 'A function answers at once; there are no timers.',
  queueMicrotask: 'A function answers at once.',
  Buffer: 'Texts are strings here.',
  eval: 'Code is not made from texts here.',
  Function: 'Code is not made from texts here.',
  WebAssembly: 'There is no WebAssembly here.',
  SharedArrayBuffer: 'There is no shared memory here.',
  Atomics: 'There is no shared memory here.',
  window: 'There is no page here.',
  document: 'There is no page here.',
};

const parameters: { readonly [K in CodeShape]: string } = {
  emit: '(tuple, emit) => { emit(tuple.word) }',
  map: '(value) => value.length',
  filter: "(value) => value !== ''",
  'flat-map': "(value) => value.split(' ')",
  reduce: '(a, b) => a + b',
  each: '(value) => log(value)',
};

/**
 * Reads code without running any of it: takes the types away, finds the function and says everything that is wrong.
 * The function is what `export default` names, else the last function of the text.
 */
export function prepareCode(text: string, shape: CodeShape): PreparedCode {
  if (text.length > mostCharacters) {
    return failed({
      code: 'FLOW_CODE_LONG',
      severity: 'error',
      message: `The code has ${text.length} characters; the most is ${mostCharacters}.`,
      start: 0,
      end: 0,
    });
  }
  let tree: AnyNode;
  try {
    tree = TypeScript.parse(text, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      locations: true,
    }) as unknown as AnyNode;
  } catch (error) {
    return failed(syntaxProblem(text, error));
  }
  const problems = problemsOf(tree, shape);
  const { script: stripped, left } = stripTypes(text, tree);
  for (const { what, start, end } of left) {
    problems.push({
      code: 'FLOW_CODE_TYPESCRIPT',
      severity: 'error',
      message: `The code has ${what}, which is more than a type.`,
      help: 'Types are taken away before the code runs; write this part as JavaScript.',
      start,
      end,
    });
  }
  const value = valueOf(stripped, tree, shape, problems);
  if (value === undefined || problems.some((p) => p.severity === 'error'))
    return { script: undefined, problems };
  // One line before the text would move every line; a brace at its end is on a line of its own.
  const script = `(function(){'use strict';let $default;${value.script}\n;return ${value.name};})()`;
  try {
    Parser.parse(script, { ecmaVersion: 'latest', sourceType: 'script' });
  } catch (error) {
    return failed(syntaxProblem(text, error));
  }
  return { script, problems };
}

function failed(problem: CodeProblem): PreparedCode {
  return { script: undefined, problems: [problem] };
}

function syntaxProblem(text: string, error: unknown): CodeProblem {
  const { pos, message } = error as { readonly pos?: unknown; readonly message?: unknown };
  const start = typeof pos === 'number' ? Math.min(pos, text.length) : 0;
  const said = typeof message === 'string' ? message.replace(/\.?\s*\(\d+:\d+\)$/, '') : 'it cannot be read';
  return {
    code: 'FLOW_CODE_SYNTAX',
    severity: 'error',
    message: `The code cannot be read: ${said}.`,
    start,
    end: Math.min(text.length, start + 1),
  };
}

/** What runs nowhere here, and what would never answer. */
function problemsOf(tree: AnyNode, shape: CodeShape): CodeProblem[] {
  const problems: CodeProblem[] = [];
  const declared = declaredNames(tree);
  const say = (
    node: AnyNode,
    severity: CodeProblem['severity'],
    text: readonly [string, string, string],
  ): void => {
    const [code, message, help] = text;
    problems.push({ code, severity, message, help, start: node.start, end: node.end });
  };
  walk(tree, (node, parent) => {
    switch (node.type) {
      case 'TSModuleDeclaration':
        return false;
      case 'ImportDeclaration':
        if (node.importKind === 'type') return false;
        say(node, 'error', [
          'FLOW_CODE_IMPORT',
          'The code imports a module; it runs alone.',
          'Copy what it needs into the code.',
        ]);
        return false;
      case 'ImportExpression':
      case 'MetaProperty':
        if (node.type === 'MetaProperty' && (node.meta as AnyNode).name !== 'import') return true;
        say(node, 'error', [
          'FLOW_CODE_IMPORT',
          'The code imports a module; it runs alone.',
          'Copy what it needs into the code.',
        ]);
        return false;
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        say(node, 'error', [
          'FLOW_CODE_EXPORT',
          'Only the function itself can be exported.',
          'Use export default for the function, and nothing else.',
        ]);
        return true;
      case 'AwaitExpression':
        say(node, 'error', [
          'FLOW_CODE_ASYNC',
          'The code waits for something; a function has to answer at once.',
          'Remove await.',
        ]);
        return true;
      case 'Identifier': {
        const name = String(node.name);
        if (!Object.hasOwn(absent, name) || declared.has(name) || !isRead(node, parent)) return true;
        say(node, 'warning', ['FLOW_CODE_NAME', `There is no ${name} here.`, absent[name] as string]);
        return true;
      }
      default:
        if (node.async === true) {
          say(node, 'error', [
            'FLOW_CODE_ASYNC',
            'The function is async; a function has to answer at once.',
            'Remove async.',
          ]);
        }
        if (node.generator === true && shape !== 'flat-map' && parent?.type === 'ExportDefaultDeclaration') {
          say(node, 'error', [
            'FLOW_CODE_GENERATOR',
            'The function is a generator, whose values nobody asks for.',
            `Write ${parameters[shape]}.`,
          ]);
        }
        return true;
    }
  });
  return problems;
}

function isRead(node: AnyNode, parent: AnyNode | undefined): boolean {
  if (parent === undefined || parent.type.startsWith('TS')) return false;
  if (parent.type === 'MemberExpression') return parent.object === node || parent.computed === true;
  if (/^(?:Property|MethodDefinition|PropertyDefinition)$/.test(parent.type))
    return parent.value === node || parent.computed === true;
  return true;
}

/** Every name the text gives to something. */
function declaredNames(tree: AnyNode): Set<string> {
  const names = new Set<string>();
  // What a pattern reads, its defaults and computed keys, gives no names.
  const pattern = (node: unknown): void => {
    if (Array.isArray(node)) for (const one of node) pattern(one);
    if (typeof node !== 'object' || node === null) return;
    const { type, name, left, argument, elements, properties, value, parameter } = node as AnyNode;
    if (type === 'Identifier') names.add(String(name));
    for (const part of [left, argument, elements, properties, parameter]) pattern(part);
    if (type === 'Property') pattern(value);
  };
  walk(tree, (node) => {
    if (node.type === 'VariableDeclarator') pattern(node.id);
    if (Array.isArray(node.params)) pattern(node.params);
    if (/^(?:Function|Class)(?:Declaration|Expression)$/.test(node.type)) pattern(node.id);
    if (node.type === 'CatchClause') pattern(node.param);
    return true;
  });
  return names;
}

/** Where the function is: the script that names it, and its name. */
function valueOf(
  script: string,
  tree: AnyNode,
  shape: CodeShape,
  problems: CodeProblem[],
): { readonly script: string; readonly name: string } | undefined {
  const body = (tree.body as readonly AnyNode[]).filter((node) => !/^TS|^Empty/.test(node.type));
  const exported = body.find((node) => node.type === 'ExportDefaultDeclaration');
  const last = exported ?? body.at(-1);
  const assigned = (node: AnyNode): { readonly script: string; readonly name: string } => ({
    script: `${script.slice(0, node.start)}$default=${script.slice(node.start)}`,
    name: '$default',
  });
  if (exported) {
    const declaration = exported.declaration as AnyNode;
    const id = declaration.id as AnyNode | null | undefined;
    const lead = declaration.start - exported.start;
    if (declaration.type === 'FunctionDeclaration' && id) {
      return { script: without(script, exported.start, lead), name: String(id.name) };
    }
    // `export default` is long enough to be written over.
    const text = without(script, exported.start, lead);
    return {
      script: `${text.slice(0, exported.start)}$default=${text.slice(exported.start + 9)}`,
      name: '$default',
    };
  }
  if (last?.type === 'FunctionDeclaration') return { script, name: String((last.id as AnyNode).name) };
  if (last?.type === 'ExpressionStatement') {
    const expression = last.expression as AnyNode;
    if (/^(?:ArrowFunction|Function)Expression$/.test(expression.type)) return assigned(last);
  }
  if (last?.type === 'VariableDeclaration') {
    const declarator = (last.declarations as readonly AnyNode[]).at(-1);
    const init = declarator?.init as AnyNode | null | undefined;
    const id = declarator?.id as AnyNode | undefined;
    if (id?.type === 'Identifier' && init && /^(?:ArrowFunction|Function)Expression$/.test(init.type)) {
      return { script, name: String(id.name) };
    }
  }
  problems.push({
    code: 'FLOW_CODE_FUNCTION',
    severity: 'error',
    message: 'The code gives no function.',
    help: `Write a function, for example ${parameters[shape]}.`,
    start: last?.start ?? 0,
    end: last?.end ?? 0,
  });
  return undefined;
}

function without(text: string, start: number, length: number): string {
  return (
    text.slice(0, start) +
    text.slice(start, start + length).replace(/[^\n\r]/g, ' ') +
    text.slice(start + length)
  );
}
