import type { ExpressionNode } from '@sluice/expression';

/** What a text is cut at. */
export interface ByteCut {
  readonly field: string;
  /** Byte between items, or undefined for words: any run of ASCII white space, none at the ends. */
  readonly separator: number | undefined;
}

/** How a flat-map finds its items. */
export type CutPath =
  /** `internWords` cuts words of ASCII bytes and numbers them; other bytes go the way of `cut`. */
  | { readonly kind: 'words'; readonly cut: ByteCut; readonly whyNot?: undefined }
  /** A loop over bytes makes slices of the same slab: no text is decoded, nothing is copied. */
  | { readonly kind: 'cut'; readonly cut: ByteCut; readonly whyNot: string }
  /** `json` finds the texts at a path in bytes; whatever else is there is read by the expression. */
  | {
      readonly kind: 'json';
      readonly cut?: undefined;
      readonly field: string;
      readonly path: string;
      readonly whyNot?: undefined;
    }
  /** The expression gives a list. */
  | { readonly kind: 'list'; readonly cut?: undefined; readonly whyNot: string };

/** `split(<field>, '<one ASCII character>')` and `words(<field>)` are cut without decoding. */
export function cutPath(tree: ExpressionNode | undefined, isCounted: boolean): CutPath {
  if (!tree) return list('It is a built-in function, not an expression.');
  const json = jsonPath(tree);
  if (json) return json;
  if (tree.kind !== 'call' || (tree.function !== 'words' && tree.function !== 'split'))
    return list(
      "Only words(field), split(field, 'one character') and json(field, 'a path with [*]') are cut as bytes.",
    );
  const [field, separator] = tree.arguments;
  if (field?.kind !== 'name') return list(`${tree.function} reads a computed text, not a field.`);
  if (tree.function === 'words') {
    const cut = { field: field.name, separator: undefined };
    if (isCounted) return { kind: 'words', cut };
    const whyNot = 'Words are numbered only where all that becomes of them is counted by key in this stage.';
    return { kind: 'cut', cut, whyNot };
  }
  const text = separator?.kind === 'literal' ? separator.value : undefined;
  if (typeof text !== 'string' || text.length !== 1 || text.charCodeAt(0) >= 0x80)
    return list('The separator is not one fixed ASCII character.');
  return {
    kind: 'cut',
    cut: { field: field.name, separator: text.charCodeAt(0) },
    whyNot: 'Fields are cut by a loop over bytes, not by a kernel.',
  };
}

/** `json(<field>, '<path with one [*] and no [0]>')`, of texts only. */
function jsonPath(tree: ExpressionNode): CutPath | undefined {
  if (tree.kind !== 'call' || tree.function !== 'json') return undefined;
  const [field, path, type] = tree.arguments;
  if (field?.kind !== 'name' || path?.kind !== 'literal' || typeof path.value !== 'string') return undefined;
  const isOfTexts = type === undefined || (type.kind === 'literal' && type.value === 'string');
  const hasOneList = path.value.split('[*]').length === 2 && !/\[-?[0-9]/.test(path.value);
  if (!isOfTexts || !hasOneList) return undefined;
  return { kind: 'json', field: field.name, path: path.value };
}

function list(whyNot: string): CutPath {
  return { kind: 'list', whyNot };
}
