import type { CompiledLogic } from '../logic/check-logic.ts';

/** Where the values of one logic come from. */
export type ValuePath =
  /** It only names a field: that column, as it is. */
  | { readonly kind: 'column'; readonly field: string }
  /** It reads no field: computed once a batch. */
  | { readonly kind: 'constant'; readonly value?: unknown }
  /** Generated JavaScript computes it for every record. */
  | { readonly kind: 'computed' };

/** Says where the values of a logic come from. */
export function valuePath({ tree, uses }: CompiledLogic): ValuePath {
  if (tree?.kind === 'name') return { kind: 'column', field: tree.name };
  if (tree?.kind === 'literal') return { kind: 'constant', value: tree.value };
  return uses.length === 0 ? { kind: 'constant' } : { kind: 'computed' };
}
