import { evaluate, parseExpression } from '@sluice/expression';
import { implementScript, withoutHeader } from '@sluice/runtime';
import { quote } from '../../../semantics/expression-text.ts';
import { translateJavaRegex } from '../../../semantics/java-regex.ts';
import { spec } from './spec.ts';

/** Names whose answer is remembered; events can bring any number of names. */
const mostNames = 4096;

export const run = implementScript(spec, (config) => {
  const listed = new Set([
    ...(config.withName ? [config.withName] : []),
    ...(config.fromList ? splitAt(config.fromList, config.fromListSeparator) : []),
  ]);
  const isMatching = config.matching ? wholeMatch(config.matching) : () => false;
  let known = new Map<string, boolean>();

  function isRemoved(name: string): boolean {
    let answer = known.get(name);
    if (answer === undefined) {
      if (known.size >= mostNames) known = new Map();
      known.set(name, (answer = listed.has(name) || isMatching(name)));
    }
    return answer;
  }

  return {
    process(batch, output) {
      const headers = batch.columns.get('headers');
      let left = batch;
      if (headers?.kind === 'headers') {
        for (const name of headers.headers.keys()) if (isRemoved(name)) left = withoutHeader(left, name);
      }
      output.emit('out', left);
    },
  };
});

/** The expressions of a person run in the engine of the expression language, whose time is bounded. */
function compute(text: string): (name: string) => unknown {
  const parsed = parseExpression(text, [{ name: 'name', type: 'string' }]);
  return (name) => evaluate(parsed, { name });
}

function wholeMatch(regex: string): (name: string) => boolean {
  const matches = compute(`matches(name, ${quote(`^(?:${translateJavaRegex(regex).source})$`)})`);
  return (name) => matches(name) === true;
}

function splitAt(list: string, separator: string): readonly string[] {
  const source = translateJavaRegex(separator).source;
  const split = compute(`split(replace(name, ${quote(source)}, '\n'), '\n')`);
  return (split(list) as readonly string[]).filter((name) => name !== '');
}
