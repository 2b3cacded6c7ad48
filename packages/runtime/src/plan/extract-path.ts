import { type ExpressionNode, type GroupEdge, type PatternSteps, patternSteps } from '@sluice/expression';
import type { MatchPlan } from '@sluice/kernels';

/** One group of a pattern, found in the bytes of a field. */
export interface GroupSearch {
  readonly field: string;
  readonly pattern: string;
  readonly group: number;
  /** A field whose value is taken where there is no match. */
  readonly otherwise: string | undefined;
  readonly steps: PatternSteps;
}

/** How a group of a pattern is found. */
export type ExtractPath =
  /** `matchSteps` marks it in the bytes; rows it knows nothing about go to the expression. */
  | { readonly kind: 'match'; readonly search: GroupSearch }
  | { readonly kind: 'evaluate'; readonly whyNot: string };

/** `extract(<field>, '<pattern>', group)`, maybe with another field where that is null: slices, if the pattern allows. */
export function extractPath(tree: ExpressionNode | undefined): ExtractPath {
  if (tree?.kind !== 'call') return evaluate('It is not the group of a pattern.');
  if (tree.function === 'coalesce') {
    const [first, second, ...rest] = tree.arguments;
    if (second?.kind !== 'name' || rest.length > 0)
      return evaluate('What stands for a missing group is not a field.');
    const path = extractPath(first);
    return path.kind === 'match' && path.search.otherwise === undefined
      ? { kind: 'match', search: { ...path.search, otherwise: second.name } }
      : path;
  }
  if (tree.function !== 'extract') return evaluate('It is not the group of a pattern.');
  const [field, pattern, which] = tree.arguments;
  if (field?.kind !== 'name') return evaluate('extract reads a computed text, not a field.');
  if (pattern?.kind !== 'literal' || typeof pattern.value !== 'string')
    return evaluate('The pattern is not a fixed text.');
  const group = which === undefined ? 1 : which.kind === 'literal' ? which.value : undefined;
  if (typeof group !== 'number' || group < 1) return evaluate('The group is not a fixed number from 1 on.');
  const { steps, whyNot } = patternSteps(pattern.value);
  if (!steps) return evaluate(whyNot);
  if (!steps.steps.some(({ before, after }) => before?.group === group || after?.group === group))
    return evaluate('The pattern has no such group.');
  return {
    kind: 'match',
    search: { field: field.name, pattern: pattern.value, group, otherwise: undefined, steps },
  };
}

/** The plan of the kernel: the start of the n-th of the groups goes to list 2 n, its end to the one after. */
export function matchPlanOf(pattern: PatternSteps, groups: readonly number[]): MatchPlan {
  const listOf = (edge: GroupEdge | undefined): number | undefined => {
    const at = edge === undefined ? -1 : groups.indexOf(edge.group);
    return at < 0 ? undefined : 2 * at + (edge?.edge === 'end' ? 1 : 0);
  };
  const first = pattern.steps[0];
  return {
    steps: pattern.steps.map((step) => ({ ...step, before: listOf(step.before), after: listOf(step.after) })),
    seek: !pattern.isAnchored && first?.max === 0 ? first.then[0] : undefined,
    reachesEnd: pattern.reachesEnd,
    isCertain: pattern.isCertain,
  };
}

function evaluate(whyNot: string): ExtractPath {
  return { kind: 'evaluate', whyNot };
}
