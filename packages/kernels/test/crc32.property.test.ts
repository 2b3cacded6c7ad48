import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { onBoth, runs } from './arbitrary.ts';

it('sums are those of zlib, in one piece and in two', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(20), fc.nat(300), (bytes, offset, cut) => {
      const one = { texts: [bytes], gap: 0, offset, stale: 7, selection: undefined };
      const sums = onBoth(one, (kernels, { column }) => {
        const [start, end] = [column.starts[0] as number, column.ends[0] as number];
        const middle = Math.min(start + cut, end);
        const first = kernels.crc32(column.bytes.subarray(start, middle));
        return [
          kernels.crc32(column.bytes.subarray(start, end)),
          kernels.crc32(column.bytes.subarray(middle, end), first),
        ];
      });
      expect(sums).toEqual([crc32(bytes), crc32(bytes)]);
    }),
    runs(200),
  );
});
