import { afterEach, describe, expect, test, vi } from 'vitest';
import { registerCommands, runCommand, useCommands } from './registry.ts';
import { shortcutKeys } from './shortcut-text.ts';

afterEach(() => useCommands.setState({ commands: [] }));

describe('commands', () => {
  test('run by id while they are there and enabled', () => {
    const run = vi.fn();
    let isEnabled = true;
    const remove = registerCommands([{ id: 'a.go', title: 'Go', enabled: () => isEnabled, run }]);
    expect(runCommand('a.go')).toBe(true);
    isEnabled = false;
    expect(runCommand('a.go')).toBe(false);
    isEnabled = true;
    remove();
    expect(runCommand('a.go')).toBe(false);
    expect(run).toHaveBeenCalledTimes(1);
  });

  test('the newest of one id wins, and taking an old one away leaves it', () => {
    const [old, fresh] = [vi.fn(), vi.fn()];
    const removeOld = registerCommands([{ id: 'a', title: 'Old', run: old }]);
    registerCommands([{ id: 'a', title: 'New', run: fresh }]);
    removeOld();
    runCommand('a');
    expect([old.mock.calls.length, fresh.mock.calls.length]).toEqual([0, 1]);
  });
});

describe('shortcuts', () => {
  test.each([
    ['$mod+k', ['Ctrl', 'K']],
    ['$mod+Shift+z', ['Ctrl', 'Shift', 'Z']],
    ['Shift+?', ['?']],
    ['g d', ['G', 'D']],
    ['$mod++', ['Ctrl', '+']],
    ['/', ['/']],
  ])('%s', (shortcut, keys) => expect(shortcutKeys(shortcut)).toEqual(keys));
});
