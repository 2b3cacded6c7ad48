import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LockedError, takeLock } from '../process-lock.ts';
import { createLineBatch } from './line-batch.ts';
import { isPortAllowed } from './ports.ts';

describe('the engine process', () => {
  it("binds ports of this machine only, and never the server's", () => {
    const allowed = (port: number, host: string): boolean => isPortAllowed(port, host, [4646]);
    for (const host of ['127.0.0.1', 'localhost', '::1', '127.8.9.1'])
      expect(allowed(44_444, host)).toBe(true);
    for (const host of [
      '0.0.0.0',
      '::',
      '',
      '192.168.0.1',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
    ]) {
      expect(allowed(44_444, host)).toBe(false);
    }
    for (const port of [4646, 80, 0, -1, 70_000, 1.5, Number.NaN])
      expect(allowed(port, '127.0.0.1')).toBe(false);
  });

  it('keeps 200 lines between two reports and counts the rest', () => {
    const batch = createLineBatch();
    expect(batch.take()).toBeUndefined();
    for (let i = 0; i < 250; i += 1) batch.add({ timeMs: i, level: 'print', message: 'x'.repeat(20_000) });
    const taken = batch.take();
    expect(taken?.lines).toHaveLength(200);
    expect(taken?.dropped).toBe(50);
    expect(taken?.lines[0]?.message.length).toBeLessThan(17_000);
    expect(batch.take()).toBeUndefined();
  });

  it('locks its directory against a living process, and takes over from a dead one', () => {
    const directory = mkdtempSync(join(tmpdir(), 'sluice-lock-'));
    const lock = join(directory, 'lock');
    const owner = (): number => Number(readFileSync(lock, 'utf8').split(' ')[0]);
    const release = takeLock(directory);
    expect(owner()).toBe(process.pid);
    release();
    expect(existsSync(lock)).toBe(false);
    writeFileSync(lock, String(process.ppid));
    expect(() => takeLock(directory)).toThrow(LockedError);
    for (const stale of ['4194999', '', 'nonsense']) {
      writeFileSync(lock, stale);
      takeLock(directory);
      expect(owner()).toBe(process.pid);
    }
    rmSync(directory, { recursive: true });
  });

  it.runIf(process.platform === 'linux')('is not fooled by a number that another process has by now', () => {
    const directory = mkdtempSync(join(tmpdir(), 'sluice-lock-'));
    writeFileSync(join(directory, 'lock'), `${process.ppid} 1`);
    takeLock(directory);
    rmSync(directory, { recursive: true });
  });
});
