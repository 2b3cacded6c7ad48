import type ts from 'typescript';

/** The part of the TypeScript library a frame is made with: the editor has it in a worker, tests as a package. */
export type Library = typeof ts;

/**
 * A person's code as TypeScript reads it: the parameters and the result of the function have the types they are called
 * with where none is written, and the declarations stand before it. No character of the code is another.
 */
export interface FramedCode {
  readonly text: string;
  /** Where a place of the code is in the frame, and the other way round; undefined before the code begins. */
  toFrame(offset: number): number;
  toCode(offset: number): number | undefined;
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** Puts types around the function that would be called, as `prepareCode` of the compiler finds it. */
export function frameCode(library: Library, code: string, declarations: string): FramedCode {
  const file = library.createSourceFile('code.ts', code, library.ScriptTarget.Latest, true);
  const called = calledFunction(library, file);
  const insertions = called === undefined ? [] : typesOf(library, called, file);
  // Before the code: a brace that is not closed yet swallows what stands behind it. A module: its names are its own.
  const head = `export {};\n${declarations}`;
  let text = head;
  let from = 0;
  for (const { at, text: inserted } of insertions) {
    text += code.slice(from, at) + inserted;
    from = at;
  }
  text += code.slice(from);
  return {
    text,
    toFrame(offset) {
      let shift = head.length;
      for (const { at, text: inserted } of insertions) if (at < offset) shift += inserted.length;
      return offset + shift;
    },
    toCode(offset) {
      const place = offset - head.length;
      let shift = 0;
      for (const { at, text: inserted } of insertions) {
        if (at + shift >= place) break;
        // Within what is inserted nothing of the code is.
        shift += Math.min(inserted.length, place - at - shift);
      }
      return place < 0 ? undefined : place - shift;
    },
  };
}

type Called = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration;

function calledFunction(library: Library, file: ts.SourceFile): Called | undefined {
  const isDefault = (node: ts.Statement): boolean =>
    library.isExportAssignment(node) ||
    (library.isFunctionDeclaration(node) &&
      node.modifiers?.some(({ kind }) => kind === library.SyntaxKind.DefaultKeyword) === true);
  const values = file.statements.filter(
    (node) =>
      !library.isInterfaceDeclaration(node) &&
      !library.isTypeAliasDeclaration(node) &&
      !library.isEmptyStatement(node),
  );
  const last = values.find(isDefault) ?? values.at(-1);
  if (last === undefined) return undefined;
  if (library.isFunctionDeclaration(last)) return last;
  if (library.isExportAssignment(last) || library.isExpressionStatement(last))
    return asFunction(library, last.expression);
  if (!library.isVariableStatement(last)) return undefined;
  const declared = last.declarationList.declarations.at(-1);
  return declared?.type === undefined ? asFunction(library, declared?.initializer) : undefined;
}

function asFunction(library: Library, node: ts.Expression | undefined): Called | undefined {
  if (node === undefined) return undefined;
  if (library.isParenthesizedExpression(node)) return asFunction(library, node.expression);
  return library.isArrowFunction(node) || library.isFunctionExpression(node) ? node : undefined;
}

function typesOf(library: Library, called: Called, file: ts.SourceFile): Insertion[] {
  const { SyntaxKind } = library;
  const insertions: Insertion[] = [];
  const isBare =
    library.isArrowFunction(called) &&
    !called.getChildren(file).some((c) => c.kind === SyntaxKind.OpenParenToken);
  const parameters = called.parameters.filter(({ name }) => name.getText(file) !== 'this');
  parameters.forEach((parameter, index) => {
    if (isBare) insertions.push({ at: parameter.name.getStart(file), text: '(' });
    if (parameter.type === undefined && parameter.dotDotDotToken === undefined) {
      const at = (parameter.questionToken ?? parameter.name).end;
      insertions.push({ at, text: `: SluiceParameter<${index}>${isBare ? ')' : ''}` });
    }
  });
  const isAsync = called.modifiers?.some(({ kind }) => kind === SyntaxKind.AsyncKeyword) === true;
  if (called.type === undefined && !isAsync && called.body !== undefined) {
    const before = library.isArrowFunction(called) ? called.equalsGreaterThanToken : called.body;
    // Nothing is put where the text is not there yet.
    if (before.end > before.pos) {
      insertions.push({ at: before.getStart(file), text: ': ReturnType<SluiceFunction> ' });
    }
  }
  return insertions;
}

/** What frames need beside the declarations of a function. */
export const frameDeclarations =
  'type SluiceParameter<At extends number> = Parameters<SluiceFunction>[At];\n';
