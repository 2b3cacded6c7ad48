import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bytesOf, textOf } from '../src/twins/utf8.ts';
import { runs } from './arbitrary.ts';

it('UTF-8 is written and read as the coders of the web do', () => {
  const unit = fc.oneof(
    fc.constantFrom(0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000),
    fc.nat(0xffff),
  );
  const text = fc.array(unit).map((units) => String.fromCharCode(...units));
  const encoder = new TextEncoder();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  fc.assert(
    fc.property(text, fc.uint8Array(), (one, bytes) => {
      expect([...bytesOf(one)]).toEqual([...encoder.encode(one)]);
      expect(textOf(bytes, 0, bytes.length)).toBe(decoder.decode(bytes));
      const whole = encoder.encode(one);
      expect(textOf(whole, 1, whole.length)).toBe(decoder.decode(whole.subarray(1)));
    }),
    runs(300),
  );
});
