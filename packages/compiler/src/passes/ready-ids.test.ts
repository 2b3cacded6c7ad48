import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ReadyIds } from './ready-ids.ts';

it('gives the first id of those that wait, as a list that is sorted each time', () => {
  const step = fc.oneof(fc.string({ maxLength: 3 }), fc.constant(undefined));
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3 })), fc.array(step, { maxLength: 60 }), (first, steps) => {
      const ready = new ReadyIds(first);
      const list = [...first];
      for (const id of steps) {
        if (id === undefined) {
          expect(ready.take()).toBe(list.sort().shift());
          continue;
        }
        ready.add(id);
        list.push(id);
      }
      while (list.length > 0) expect(ready.take()).toBe(list.sort().shift());
      expect(ready.take()).toBeUndefined();
    }),
  );
});
