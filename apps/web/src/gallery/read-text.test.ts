import { describe, expect, it } from 'vitest';
import { readTextFile, refuseText } from './read-text.ts';

const file = (bytes: Uint8Array): Parameters<typeof readTextFile>[0] => ({
  name: 'agent.properties',
  size: bytes.length,
  arrayBuffer: () => Promise.resolve(bytes.slice().buffer),
});
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

describe('a file that is opened', () => {
  it('is read byte for byte', async () => {
    const text = '\uFEFFa1.sources = r1\r\n# \u00e9 \u{1f600}\r\n';
    const bytes = new TextEncoder().encode(text);
    expect(await readTextFile(file(bytes))).toBe(text);
  });

  it('is refused when it is no UTF-8, with the line', async () => {
    const bytes = latin1('a1.sources = r1\n# ok\n# caf\u00e9 here\n# caf\u00e9\n');
    await expect(readTextFile(file(bytes))).rejects.toThrow(/^agent\.properties is not UTF-8: line 3 has/);
  });

  it('is refused when it is binary', async () => {
    await expect(readTextFile(file(latin1('PK\u0003\u0004\0\0')))).rejects.toThrow(/is not a text file/);
  });

  it('is refused by its size alone, unread', async () => {
    const huge = {
      name: 'big',
      size: 100_000_000,
      arrayBuffer: () => Promise.reject(new Error('it was read')),
    };
    await expect(readTextFile(huge)).rejects.toThrow('big was not opened. It is larger than 5 MB.');
    expect(refuseText('x'.repeat(5_000_001))).toMatch(/larger than 5 MB/);
    expect(refuseText('x')).toBeUndefined();
  });
});
