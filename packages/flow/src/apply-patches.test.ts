import { describe, expect, test } from 'vitest';
import {
  addComponent,
  addSystem,
  applyPatches,
  connect,
  emptyFlow,
  type Flow,
  FlowPatchConflict,
  type Patch,
} from './index.ts';

const base: Flow = connect(
  ['a', 'b'].reduce<Flow>(
    (flow, id) =>
      addComponent(flow, { id, type: 'flume.sink.null', name: id, system: 's', config: { n: 1 } }),
    addSystem(emptyFlow('t'), { id: 's', type: 'flume.agent', name: 's' }),
  ),
  { id: 'w', from: { component: 'a', port: 'out' }, to: { component: 'b', port: 'in' } },
);

function refuses(patches: readonly Patch[]): void {
  const before = JSON.stringify(base);
  expect(() => applyPatches(base, patches)).toThrow(FlowPatchConflict);
  expect(JSON.stringify(base)).toBe(before);
}

describe('refused', () => {
  const part = base.components.a;
  test.each<[string, readonly Patch[]]>([
    ['a parent that is gone', [{ op: 'add', path: ['components', 'x', 'config', 'n'], value: 1 }]],
    ['an id two people made', [{ op: 'add', path: ['components', 'a'], value: { ...part, name: 'other' } }]],
    ['a part that is gone', [{ op: 'replace', path: ['components', 'x'], value: part }]],
    ['a removal that leaves a connection dangling', [{ op: 'remove', path: ['components', 'a'] }]],
    [
      'a connection to nothing',
      [{ op: 'replace', path: ['connections', 'w', 'to'], value: { component: 'x', port: 'in' } }],
    ],
    ['a key of Object.prototype', [{ op: 'add', path: ['components', '__proto__', 'x'], value: 1 }]],
    [
      'a config key of Object.prototype',
      [{ op: 'add', path: ['components', 'a', 'config', 'constructor'], value: 1 }],
    ],
    [
      'a nested key of Object.prototype',
      [{ op: 'add', path: ['components', 'a', 'config'], value: JSON.parse('{"__proto__":1}') }],
    ],
    ['an index', [{ op: 'add', path: ['components', 0], value: 1 }]],
    ['no path', [{ op: 'remove', path: [] }]],
    ['no value', [{ op: 'add', path: ['components', 'a', 'config', 'm'] }]],
    ['a shape no flow has', [{ op: 'replace', path: ['components', 'a', 'name'], value: 7 }]],
    ['a version no flow has', [{ op: 'replace', path: ['version', 'major'], value: 9 }]],
    ['a part no flow has', [{ op: 'add', path: ['surprise'], value: 9 }]],
    ['the whole of a part', [{ op: 'remove', path: ['components'] }]],
    ['a path through a text', [{ op: 'add', path: ['name', 'length'], value: 1 }]],
  ])('%s', (_, patches) => refuses(patches));
});

test('one property: the last one wins', () => {
  const set = (value: number): Patch => ({ op: 'replace', path: ['components', 'a', 'config', 'n'], value });
  expect(applyPatches(applyPatches(base, [set(2)]), [set(3)]).components.a?.config.n).toBe(3);
  const reset: Patch = { op: 'remove', path: ['components', 'a', 'config', 'n'] };
  expect(applyPatches(applyPatches(base, [reset]), [set(3)]).components.a?.config.n).toBe(3);
  expect(applyPatches(applyPatches(base, [reset]), [reset]).components.a?.config).toEqual({});
});

test('parts no patch touches are shared', () => {
  const after = applyPatches(base, [{ op: 'replace', path: ['components', 'a', 'name'], value: 'z' }]);
  expect(after.components.b).toBe(base.components.b);
  expect(after.connections).toBe(base.connections);
});
