import { describe, expect, test } from 'vitest';
import { emptyFlow, type Flow, limits, parseFlow, printFlow } from './index.ts';

function codes(text: string): readonly string[] {
  return (parseFlow(text).problems ?? []).map((p) => p.code);
}
function withPart(part: object): string {
  return JSON.stringify({ ...emptyFlow('a'), ...part });
}
const system = { type: 'flume.agent', name: 'a', config: {} };
const component = { type: 'flume.sink.null', name: 'n', system: 's', config: {} };

describe('texts that are no flow', () => {
  test.each<[string, string]>([
    ['', 'FLOW_FILE_SYNTAX'],
    ['{', 'FLOW_FILE_SYNTAX'],
    ['null', 'FLOW_FILE_SHAPE'],
    ['[]', 'FLOW_FILE_SHAPE'],
    ['{"version":{}}', 'FLOW_FILE_SHAPE'],
    ['{"version":{"major":2,"minor":0}}', 'FLOW_FILE_VERSION'],
    ['{"version":{"major":1,"minor":0}}', 'FLOW_FILE_SHAPE'],
    [withPart({ surprise: 1 }), 'FLOW_FILE_SHAPE'],
    [withPart({ systems: { s: { ...system, surprise: 1 } } }), 'FLOW_FILE_SHAPE'],
    [withPart({ systems: { 'Not a slug': system } }), 'FLOW_FILE_SHAPE'],
    [withPart({ components: { c: component } }), 'FLOW_FILE_FLAW'],
    [withPart({ systems: { s: system }, components: { s: component } }), 'FLOW_FILE_FLAW'],
    [withPart({ systems: { s: system }, components: { c: { ...component, host: 'c' } } }), 'FLOW_FILE_FLAW'],
    [withPart({ layout: { components: { c: { x: 0, y: 0 } }, systems: {} } }), 'FLOW_FILE_FLAW'],
    [
      withPart({
        connections: {
          w: { from: { component: 'a', port: 'out' }, to: { component: 'b', port: 'in' }, config: {} },
        },
      }),
      'FLOW_FILE_FLAW',
    ],
    [JSON.stringify(emptyFlow('a')).replace('"texts":{}', '"texts":{"__proto__":{}}'), 'FLOW_FILE_UNSAFE'],
    [withPart({ systems: { s: { ...system, config: { constructor: 1 } } } }), 'FLOW_FILE_UNSAFE'],
  ])('%s', (text, code) => {
    expect(codes(text)).toContain(code);
    expect(parseFlow(text).flow).toBeUndefined();
  });

  test('too large ones are refused before they are read', () => {
    expect(codes(' '.repeat(limits.characters + 1))).toEqual(['FLOW_FILE_TOO_LARGE']);
    const components = Object.fromEntries(Array.from({ length: 2_001 }, (_, i) => [`c${i}`, component]));
    expect(codes(withPart({ systems: { s: system }, components }))).toEqual(['FLOW_FILE_SHAPE']);
  });

  test('deep ones are refused, not a crash', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(codes(JSON.stringify(emptyFlow('a')).replace('"texts":{}', `"texts":${deep}`))).toEqual([
      'FLOW_FILE_UNSAFE',
    ]);
  });

  test('nothing of Object.prototype is touched', () => {
    parseFlow('{"__proto__":{"polluted":true},"version":{"major":1,"minor":0}}');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

test('what a newer minor version added is kept and printed after what is known', () => {
  const newer = JSON.stringify({
    ...emptyFlow('a'),
    version: { major: 1, minor: 7 },
    notes: { n: { words: 'x' } },
    systems: { s: { ...system, colour: 'red' } },
  });
  const { flow } = parseFlow(newer);
  const text = printFlow(flow as Flow);
  expect(text).toContain('"notes": { "n": { "words": "x" } }');
  expect(text).toContain('"colour": "red"');
  expect(printFlow(parseFlow(text).flow as Flow)).toBe(text);
  expect(text.indexOf('"layout"')).toBeLessThan(text.indexOf('"notes"'));
});
