import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileGate } from '../implementation.ts';
import { createFileGate } from './file-gate.ts';

let base: string;
let root: string;
let gate: FileGate;

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'sluice-gate-'));
  root = join(base, 'root');
  for (const name of ['root/inner/deep', 'root2', 'root/.state', 'other']) {
    mkdirSync(join(base, name), { recursive: true });
  }
  writeFileSync(join(base, 'other/secret'), 'x');
  writeFileSync(join(root, 'inner/file'), 'x');
  symlinkSync('/etc', join(root, 'etc-link'));
  symlinkSync(join(base, 'other'), join(root, 'other-link'));
  symlinkSync(join(base, 'other/secret'), join(root, 'secret-link'));
  symlinkSync(join(base, 'other/new'), join(root, 'dangling'));
  symlinkSync('loop-b', join(root, 'loop-a'));
  symlinkSync('loop-a', join(root, 'loop-b'));
  symlinkSync('/proc/self', join(root, 'proc-link'));
  symlinkSync(join(root, 'inner'), join(root, 'inner-link'));
  gate = createFileGate({ roots: [root], deny: [join(root, '.state')] });
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

const refusals: readonly (readonly [string, () => unknown])[] = [
  ['an absolute path outside', () => '/etc/passwd'],
  ['climbing', () => '../other/secret'],
  ['climbing inside', () => 'inner/../inner/file'],
  ['climbing from an absolute path', () => `${root}/../other/secret`],
  ['climbing through a missing directory', () => 'missing/../../other/secret'],
  ['a directory whose name only begins like the root', () => join(base, 'root2', 'x')],
  ['a linked directory', () => 'etc-link/passwd'],
  ['a linked directory, new file', () => 'other-link/new-file'],
  ['a linked file', () => 'secret-link'],
  ['a link that leads nowhere', () => 'dangling'],
  ['links in a circle', () => 'loop-a'],
  ['links in a circle below', () => 'loop-a/x'],
  ['a link into /proc', () => 'proc-link/environ'],
  ['NUL', () => 'inner/file\u0000.txt'],
  ['NUL in the middle of climbing', () => '..\u0000/secret'],
  ['a line break', () => 'inner/a\nb'],
  ['an escape', () => 'inner/\u001b[2J'],
  ['a backslash', () => 'inner\\..\\..\\other'],
  ['a backslash climb', () => '..\\other\\secret'],
  ['a drive letter', () => 'C:\\windows'],
  ['a drive letter with slash', () => 'c:/windows'],
  ['a home directory', () => '~/.ssh/id_rsa'],
  ['another home directory', () => '~root/x'],
  ['the ssh directory', () => join(homedir(), '.ssh', 'id_rsa')],
  ['/proc', () => '/proc/self/environ'],
  ['/sys', () => '/sys/kernel'],
  ['/dev', () => '/dev/sda'],
  ['/dev/stdin', () => '/dev/stdin'],
  ['our own state', () => '.state/run'],
  ['our own state itself', () => '.state'],
  ['a file URL outside', () => 'file:///etc/passwd'],
  ['a file URL that climbs', () => `file://${root}/%2e%2e/other/secret`],
  ['a file URL with an encoded slash', () => `file://${root}/..%2fother/secret`],
  ['a file URL with an encoded NUL', () => `file://${root}/a%00b`],
  ['a file URL with a host', () => 'file://evil.example/etc/passwd'],
  ['a file URL in capitals', () => 'FILE:///etc/passwd'],
  ['http', () => 'http://127.0.0.1/x'],
  ['hdfs', () => 'hdfs://localhost/x'],
  ['data', () => 'data:text/plain,x'],
  ['nothing', () => ''],
  ['blanks', () => '   '],
  ['a very long path', () => `a/${'b'.repeat(5000)}`],
  ['an object', () => ({ toString: () => 'inner/file' })],
  ['a list', () => ['inner/file']],
  ['undefined', () => undefined],
];

describe('file gate', () => {
  for (const use of ['read', 'write'] as const) {
    it.each(refusals)(`refuses %s to ${use}`, (_title, path) => {
      expect(() => gate.resolve(path() as string, use)).toThrow(
        expect.objectContaining({ code: 'RUN_PATH_REFUSED' }),
      );
    });
  }

  it.each([
    ['a relative path', () => 'inner/file', 'inner/file'],
    ['an absolute path', () => join(root, 'inner/file'), 'inner/file'],
    ['a file URL', () => `file://${root}/inner/file`, 'inner/file'],
    ['a new file', () => 'inner/new', 'inner/new'],
    ['a new directory', () => 'a/b/c', 'a/b/c'],
    ['the root', () => root, ''],
    ['a link that stays inside', () => 'inner-link/file', 'inner/file'],
    ['a name with dots', () => 'inner/..file', 'inner/..file'],
    ['a name with percent signs', () => 'inner/%2e%2e', 'inner/%2e%2e'],
  ])('allows %s', (_title, path, expected) => {
    expect(gate.resolve(path(), 'read')).toBe(join(gate.resolve(root, 'read'), expected));
  });

  it('allows nothing without roots', () => {
    const closed = createFileGate({ roots: [] });
    for (const path of ['x', '/tmp/x', '/']) expect(() => closed.resolve(path, 'write')).toThrow(/refused/);
  });

  it('sees a link that appears after the gate was made', () => {
    symlinkSync(join(base, 'other'), join(root, 'late-link'));
    expect(() => gate.resolve('late-link/secret', 'read')).toThrow(/refused/);
  });
});
