import type { Scope } from './contract.ts';

/** One thing that may be typed at the caret; it replaces `[from, to)`. */
export interface Completion {
  readonly label: string;
  readonly kind: 'field' | 'function' | 'keyword';
  readonly insert: string;
  readonly detail: string;
  readonly from: number;
  readonly to: number;
}

/** What may stand at `offset` of `text`, best first. */
export function completions(_scope: Scope, _text: string, _offset: number): readonly Completion[] {
  return [];
}
