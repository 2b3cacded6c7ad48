import { describe, expect, it } from 'vitest';
import { parseServeOptions } from './options.ts';

const parse = (args: readonly string[], isRoot: boolean, env: NodeJS.ProcessEnv = {}) => {
  const options = parseServeOptions(args, env, '/work', isRoot);
  if (options === 'help') throw new Error('asked for help');
  return options;
};

describe('X29: running as root', () => {
  it('is warned about, unless it is meant', () => {
    expect(parse([], true).warning).toMatch(/runs as root/);
    expect(parse(['--as-root'], true).warning).toBeUndefined();
    expect(parse([], true, { SLUICE_AS_ROOT: '1' }).warning).toBeUndefined();
    expect(parse([], false).warning).toBeUndefined();
  });

  it('starts no programs, unless that is meant', () => {
    expect(() => parse(['--allow-exec'], true)).toThrow(/--as-root/);
    expect(parse(['--allow-exec', '--as-root'], true).isExecAllowed).toBe(true);
    expect(parse(['--allow-exec'], false).isExecAllowed).toBe(true);
  });
});

describe('X29: ports', () => {
  it('are never privileged', () => {
    for (const port of ['80', '-1', '1023', '70000', 'x', '1.5'])
      expect(() => parse([`--port=${port}`], false)).toThrow(/1024/);
    expect(parse(['--port', '0'], false).port).toBe(0);
  });
});
