import { expect, test } from 'vitest';
import { completions, type Scope } from './index.ts';

const scope: Scope = [
  { name: 'word', type: 'string' },
  { name: 'user', type: { record: [{ name: 'name', type: 'string' }] } },
];

test('fields come first, then functions', () => {
  expect(completions(scope, 'wo', 2).map((c) => c.label)).toEqual(['word', 'words(text)']);
});

test('nothing is offered inside a text', () => {
  expect(completions(scope, "'wo", 3)).toEqual([]);
  expect(completions(scope, "'it\\'s' + wo", 12).map((c) => c.kind)).toEqual(['field', 'function']);
});

test('after a dot come the fields of a record', () => {
  expect(completions(scope, 'user.', 5)).toEqual([
    { label: 'name', kind: 'field', insert: 'name', detail: 'text', from: 5, to: 5 },
  ]);
  expect(completions(scope, 'word.', 5)).toEqual([]);
});

test('the whole word at the caret is replaced', () => {
  expect(completions(scope, 'length(word)', 9)[0]).toMatchObject({ insert: 'word', from: 7, to: 11 });
});
