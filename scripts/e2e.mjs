// Builds what is stale and runs the browser tests. Arguments go to Playwright: `npm run e2e -- flume`.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './browser.mjs';
import { install, requireNode } from './setup.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
requireNode();
install('all');

const build = spawnSync(process.execPath, ['scripts/build.mjs', '--if-stale'], {
  cwd: root,
  stdio: 'inherit',
});
if (build.status !== 0) process.exit(build.status ?? 1);

let browser;
try {
  browser = await findBrowser();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
console.log(`Browser: ${browser}`);
mkdirSync(join(root, '.cache', 'test'), { recursive: true });
const result = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules', '@playwright', 'test', 'cli.js'),
    'test',
    '--config',
    'e2e/playwright.config.ts',
    ...process.argv.slice(2),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      SLUICE_BROWSER: browser,
      PLAYWRIGHT_JSON_OUTPUT_NAME: join(root, '.cache', 'test', 'e2e.json'),
    },
  },
);
process.exit(result.status ?? 1);
