// How light the product is: `npm run bench:light [-- start load pan clone]`. Finds a browser and runs bench/light.
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { findBrowser } from './browser.mjs';
import { install, requireNode } from './setup.mjs';

const root = resolve(import.meta.dirname, '..');
requireNode();
install('all');
const browser = await findBrowser();
const tsx = join(root, 'node_modules', 'tsx', 'dist', 'esm', 'index.mjs');
const { status } = spawnSync(
  process.execPath,
  ['--import', tsx, join(root, 'bench', 'light', 'main.ts'), ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit', env: { ...process.env, SLUICE_BROWSER: browser } },
);
process.exit(status ?? 1);
