import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const scripts = join(root, 'scripts');
const work = mkdtempSync(join(tmpdir(), 'sluice-scripts-'));
const nothing = join(work, 'nothing');
mkdirSync(nothing);
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Runs Node with nothing on the PATH: no Java, no Maven, no npm, no browser. */
function runBare(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: nothing, HOME: work, ...env },
  });
  return { code: status, output: `${stdout}${stderr}` };
}

describe('npm run test:engines without Java', () => {
  it('says loudly that nothing was tested, and counts it as skipped', () => {
    const tsx = join(root, 'node_modules', 'tsx', 'dist', 'esm', 'index.mjs');
    const main = join(root, 'packages', 'flume', 'test', 'engines', 'main.ts');
    const { code, output } = runBare(['--import', tsx, '--conditions=@sluice/source', main]);
    expect(output).toMatch(/!!! Flume was NOT tested: there is no Java\. Install Java 17 and Maven .*!!!/);
    expect(output).toMatch(/^0 passed, 0 failed, [1-9]\d* skipped$/m);
    expect(code).toBe(0);
  });
});

describe('setting up', () => {
  const checkout = join(work, 'checkout');
  mkdirSync(checkout);
  cpSync(scripts, join(checkout, 'scripts'), { recursive: true });
  writeFileSync(join(checkout, 'package-lock.json'), '{}');

  it('without npm fails with a next step', () => {
    const { code, output } = runBare([join(checkout, 'scripts', 'setup.mjs')]);
    expect(code).toBe(1);
    expect(output).toMatch(/npm could not install .*\n?.*Next step: /s);
  });

  it('with an old Node fails with a next step', () => {
    const old = 'Object.defineProperty(process, "versions", { value: { node: "18.20.0" } })';
    const preload = join(work, 'old-node.mjs');
    writeFileSync(preload, old);
    const { code, output } = runBare(['--import', preload, join(checkout, 'scripts', 'setup.mjs')]);
    expect(code).toBe(1);
    expect(output).toMatch(/needs Node 20\.19 or newer; this is 18\.20\.0\.\nNext step: /);
  });

  it('installs nothing when the lock file is the one of the last install', () => {
    const same = join(work, 'same');
    cpSync(checkout, same, { recursive: true });
    mkdirSync(join(same, 'node_modules', 'vite'), { recursive: true });
    mkdirSync(join(same, '.cache'));
    const lock = createHash('sha256').update('{}').digest('hex');
    for (const [kind, isEnough] of [
      ['all', true],
      ['run', false],
    ] as const) {
      writeFileSync(join(same, '.cache', 'install.json'), JSON.stringify({ kind, lock }));
      expect(runBare([join(same, 'scripts', 'setup.mjs')]).code, kind).toBe(isEnough ? 0 : 1);
    }
  });
});

describe('looking for a browser', () => {
  interface Ways {
    system?(): string | undefined;
    playwright?(): Promise<string | undefined>;
    run?(command: string, args: readonly string[]): boolean;
  }
  const load = async (): Promise<(ways?: Ways) => Promise<string>> =>
    ((await import(join(scripts, 'browser.mjs'))) as { findBrowser(ways?: Ways): Promise<string> })
      .findBrowser;

  it("takes the system's, else Playwright's, else installs one of them", async () => {
    const findBrowser = await load();
    const ran: string[] = [];
    const has = { system: '', playwright: '' };
    const ways = (arrives?: { after: string; where: 'system' | 'playwright' }): Ways => ({
      system: () => has.system || undefined,
      playwright: async () => has.playwright || undefined,
      run(command, args) {
        ran.push([command, ...args].join(' '));
        if (arrives && ran.at(-1)?.includes(arrives.after)) has[arrives.where] = `new ${arrives.where}`;
        return true;
      },
    });
    has.system = 'the system';
    expect(await findBrowser(ways())).toBe('the system');
    has.system = '';
    has.playwright = 'the one of Playwright';
    expect(await findBrowser(ways())).toBe('the one of Playwright');
    expect(ran).toEqual([]);
    has.playwright = '';
    expect(await findBrowser(ways({ after: 'playwright install', where: 'playwright' }))).toBe(
      'new playwright',
    );
    has.playwright = '';
    ran.length = 0;
    await expect(findBrowser(ways())).rejects.toThrow(
      /Next step: install Chromium or Chrome, or set SLUICE_BROWSER/,
    );
    expect(ran[0]).toBe('npx playwright install chromium');
  });

  it('says what to do when SLUICE_BROWSER is wrong', () => {
    const call = `import(${JSON.stringify(join(scripts, 'browser.mjs'))}).then((m) => m.findBrowser()).catch((e) => console.log(e.message))`;
    const { output } = runBare(['-e', call], { SLUICE_BROWSER: '/nowhere/chromium' });
    expect(output).toMatch(/\/nowhere\/chromium, which does not exist\. Next step: /);
  });
});
