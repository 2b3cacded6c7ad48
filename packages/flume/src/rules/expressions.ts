import type { AppliedComponent, AppliedSystem } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';
import { translateJavaRegex, translateReplacement } from '../semantics/java-regex.ts';
import { textOf } from './neighbours.ts';

/** Java's regular expressions and replacements that embedded runs cannot carry out as Flume does. */
export function checkExpressions(system: AppliedSystem): readonly Diagnostic[] {
  return system.components.flatMap((component) => [
    ...regexes(component),
    ...replacement(component),
    ...groups(component),
  ]);
}

function regexes(component: AppliedComponent): Diagnostic[] {
  return Object.entries(component.spec.config)
    .filter(([, field]) => field.type === 'regex')
    .flatMap(([name]) =>
      translateJavaRegex(textOf(component, name)).problems.map((problem) => ({
        code: 'FLUME_REGEX_UNSUPPORTED',
        severity: 'error' as const,
        message: `${component.name}: ${problem}`,
        at: { component: component.id, field: name },
        help: 'Write the expression another way, or take the flow to a real agent.',
      })),
    );
}

function replacement(component: AppliedComponent): Diagnostic[] {
  if (component.spec.id !== 'flume.interceptor.search_replace') return [];
  const { groups: count } = translateJavaRegex(textOf(component, 'searchPattern'));
  return translateReplacement(textOf(component, 'replaceString'), count).problems.map((problem) => ({
    code: 'FLUME_REPLACEMENT_INVALID',
    severity: 'error',
    message: `${component.name}: ${problem} Flume would fail at the first match.`,
    at: { component: component.id, field: 'replaceString' },
    help: 'Use the number of a group of the expression, or \\$ for a dollar sign.',
  }));
}

function groups(component: AppliedComponent): Diagnostic[] {
  if (component.spec.id !== 'flume.interceptor.regex_extractor') return [];
  const { groups: count } = translateJavaRegex(textOf(component, 'regex'));
  const headers = Array.isArray(component.config.headers) ? component.config.headers.length : 0;
  if (headers <= count) return [];
  return [
    {
      code: 'FLUME_EXTRACTOR_GROUPS',
      severity: count === 0 ? 'error' : 'warning',
      message: `${component.name} names ${headers} headers, but its expression has ${count} groups: the rest is never set.`,
      at: { component: component.id, field: 'headers' },
      help: 'Put parentheses around each part that is to become a header.',
    },
  ];
}
