import type { Node } from 'acorn';

/** A node of the tree with whatever its kind has besides. */
export type AnyNode = Node & { readonly [key: string]: unknown };

/** What TypeScript writes that has a meaning at run time: no type can be taken away and leave JavaScript. */
const unerasable: { readonly [type: string]: string } = {
  TSEnumDeclaration: 'an enum',
  TSModuleDeclaration: 'a namespace',
  TSParameterProperty: 'a parameter that declares a property',
  TSImportEqualsDeclaration: 'import =',
  TSExportAssignment: 'export =',
  Decorator: 'a decorator',
};

/** Nodes that are types from their first to their last character. */
const types: ReadonlySet<string> = new Set([
  'TSTypeAnnotation',
  'TSTypeParameterDeclaration',
  'TSTypeParameterInstantiation',
  'TSInterfaceDeclaration',
  'TSTypeAliasDeclaration',
  'TSDeclareFunction',
  'TSIndexSignature',
]);

const modifiers = /\b(?:public|private|protected|readonly|abstract|override|declare)\b/g;

/** A part of a text that has no place here. */
export interface Unerasable {
  readonly what: string;
  readonly start: number;
  readonly end: number;
}

/** Visits every node under `node`, parents first; `visit` says whether to go deeper. */
export function walk(
  node: unknown,
  visit: (node: AnyNode, parent: AnyNode | undefined) => boolean,
  parent?: AnyNode,
): void {
  if (Array.isArray(node)) {
    for (const one of node) walk(one, visit, parent);
    return;
  }
  if (typeof node !== 'object' || node === null || typeof (node as AnyNode).type !== 'string') return;
  const own = node as AnyNode;
  if (!visit(own, parent)) return;
  for (const key of Object.keys(own)) if (key !== 'loc' && key !== 'regex') walk(own[key], visit, own);
}

/**
 * The JavaScript in a TypeScript text: types become spaces, so that every line and column stays where it is. What
 * cannot be taken away without a trace is told in `left`.
 */
export function stripTypes(
  text: string,
  tree: AnyNode,
): { readonly script: string; readonly left: readonly Unerasable[] } {
  const characters = text.split('');
  const left: Unerasable[] = [];

  function blank(start: number, end: number): void {
    for (let i = start; i < end; i++)
      if (!/[\n\r\u2028\u2029]/.test(characters[i] as string)) characters[i] = ' ';
  }

  /** Without its type a statement may run on into the next line. */
  function blankTail(start: number, end: number): void {
    blank(start, end);
    if (/^[^\S\n\r]*[\n\r]\s*[([`+\-/]/.test(text.slice(end))) characters[start] = ';';
  }

  function blankMark(mark: string, from: number): void {
    const at = text.indexOf(mark, from);
    if (at >= 0 && text.slice(from, at).trim() === '') blank(at, at + 1);
  }

  function member(node: AnyNode): void {
    const key = node.key as AnyNode;
    const head = text.slice(node.start, key.start);
    for (const found of head.matchAll(modifiers)) {
      blank(node.start + found.index, node.start + found.index + found[0].length);
    }
    const keyEnd = node.computed === true ? text.indexOf(']', key.end) + 1 : key.end;
    if (node.optional === true) blankMark('?', keyEnd);
    if (node.definite === true) blankMark('!', keyEnd);
  }

  function heritage(node: AnyNode): void {
    if (node.abstract === true) blankMarkWord('abstract', node.start);
    const list = node.implements as readonly AnyNode[] | undefined;
    if (list === undefined || list.length === 0) return;
    const before = ['superTypeParameters', 'superClass', 'typeParameters', 'id']
      .map((name) => node[name] as AnyNode | null | undefined)
      .find((part) => part !== null && part !== undefined);
    const from = text.indexOf('implements', before?.end ?? node.start);
    blank(from, (node.body as AnyNode).start);
  }

  function blankMarkWord(word: string, from: number): void {
    if (text.startsWith(word, from)) blank(from, from + word.length);
  }

  walk(tree, visit);
  return { script: characters.join(''), left };

  function visit(node: AnyNode, parent: AnyNode | undefined): boolean {
    const what = unerasable[node.type];
    if (what !== undefined) {
      if (node.declare === true) blank(node.start, node.end);
      else left.push({ what, start: node.start, end: node.end });
      return false;
    }
    if (types.has(node.type) || node.declare === true || node.importKind === 'type') {
      blank(node.start, node.end);
      return false;
    }
    switch (node.type) {
      case 'TSAsExpression':
      case 'TSSatisfiesExpression': {
        const type = (node.typeAnnotation as AnyNode).start;
        const keyword = node.type === 'TSAsExpression' ? 'as' : 'satisfies';
        blankTail(text.lastIndexOf(keyword, type - 1), node.end);
        walk(node.expression, visit, node);
        return false;
      }
      case 'TSNonNullExpression':
        blankTail(node.end - 1, node.end);
        return true;
      case 'TSTypeAssertion':
        blank(node.start, (node.expression as AnyNode).start);
        walk(node.expression, visit, node);
        return false;
      case 'MethodDefinition':
      case 'PropertyDefinition':
        if (node.abstract === true || (node.value as AnyNode | null)?.type === 'TSDeclareMethod') {
          blank(node.start, node.end);
          return false;
        }
        member(node);
        return true;
      case 'ClassDeclaration':
      case 'ClassExpression':
        heritage(node);
        return true;
      case 'Identifier':
        identifier(node, parent);
        return true;
      default:
        return true;
    }
  }

  function identifier(node: AnyNode, parent: AnyNode | undefined): void {
    const name = String(node.name);
    if (node.optional === true) blankMark('?', node.start + name.length);
    if (parent?.type === 'VariableDeclarator' && parent.definite === true && parent.id === node) {
      blankMark('!', node.start + name.length);
    }
    const isParameter = Array.isArray(parent?.params) && (parent.params as unknown[]).includes(node);
    if (isParameter && name === 'this') {
      const end = /^\s*,/.exec(text.slice(node.end))?.[0].length ?? 0;
      blank(node.start, node.end + end);
    }
  }
}
