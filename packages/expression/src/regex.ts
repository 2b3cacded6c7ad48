import { findAmbiguity } from './regex-ambiguity.ts';

/** A pattern that may be used, or the reason why not. */
export type CompiledRegex =
  | { readonly regex: RegExp; readonly problem?: undefined }
  | { readonly regex?: undefined; readonly problem: string };

const syntaxCharacters = '^$\\.*+?()[]{}|/';

/**
 * Turns the common part of Java's and JavaScript's regular expressions into JavaScript's strict syntax: a leading
 * `(?i)` becomes a flag, punctuation may be escaped without need, `\A \z \Z \h` mean what they mean in Java.
 */
function translate(pattern: string): { readonly source: string; readonly flags: string } {
  const isCaseless = pattern.startsWith('(?i)');
  let source = '';
  let isInClass = false;
  for (let at = isCaseless ? 4 : 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at);
    if (char !== '\\') {
      if (char === '[') isInClass = true;
      else if (char === ']') isInClass = false;
      source += char;
      continue;
    }
    at += 1;
    const next = pattern.charAt(at);
    if (next === 'A' && !isInClass) source += '^';
    else if ((next === 'z' || next === 'Z') && !isInClass) source += '$';
    else if (next === 'h') source += isInClass ? ' \\t' : '[ \\t]';
    else if (/[A-Za-z0-9]/.test(next) || next === '' || syntaxCharacters.includes(next))
      source += `\\${next}`;
    else if (next === '-' && isInClass) source += '\\-';
    else source += next;
  }
  return { source, flags: isCaseless ? 'iu' : 'u' };
}

const refused: readonly { readonly pattern: RegExp; readonly problem: string }[] = [
  { pattern: /\(\?<[=!]/, problem: 'Looking behind, (?<=…), cannot be used: it may take exponential time.' },
  {
    pattern: /\\[1-9]|\\k</,
    problem: 'References to a group, \\1, cannot be used: they may take exponential time.',
  },
];

/** Compiles a pattern after checking that matching it cannot take exponential time. */
export function compileRegex(pattern: string): CompiledRegex {
  if (pattern.length > 1_000) return { problem: 'The pattern is longer than 1,000 characters.' };
  // Escaped backslashes and classes must not look like the start of a refused construct.
  const bare = pattern.replace(/\\\\/g, '..').replace(/\[(?:\\.|[^\]\\])*\]/g, '.');
  for (const { pattern: test, problem } of refused) if (test.test(bare)) return { problem };
  const { source, flags } = translate(pattern);
  let regex: RegExp;
  try {
    regex = new RegExp(source, flags);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: `The pattern is not a regular expression: ${reason.replace(/^.*: /, '')}.` };
  }
  const problem = findAmbiguity(source);
  return problem === undefined ? { regex } : { problem };
}

/** Says why a pattern may not be used (it does not parse, or may take exponential time), or undefined. */
export function checkRegex(pattern: string): string | undefined {
  return compileRegex(pattern).problem;
}
