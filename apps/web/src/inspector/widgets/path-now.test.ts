import { describe, expect, it } from 'vitest';
import { pathNow } from './path-now.ts';

const at = new Date(2014, 5, 4, 14, 7, 9);

describe('a path with escapes now', () => {
  it.each([
    ['/flume/%Y-%m-%d/%H', '/flume/2014-06-04/14'],
    ['%y%j', '14155'],
    ['%I %p', '02 PM'],
    ['%H%M%S', '140709'],
    ['%{host}/%a', '‹host›/Wed'],
    ['100%%', '100%'],
    ['%Q', '%Q'],
  ])('%s is %s', (path, text) => expect(pathNow(path, at)).toBe(text));

  it('has nothing to say of a plain path', () => expect(pathNow('/tmp/files', at)).toBeUndefined());
});
