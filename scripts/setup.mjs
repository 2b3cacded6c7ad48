// Installs the dependencies of the checkout when they are missing or the lock file changed. Plain Node, no imports of ours.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Stops with a sentence and a next step when this Node is too old. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Sluice needs Node 20.19 or newer; this is ${process.versions.node}.`);
  console.error(
    'Next step: install a newer Node (nodejs.org or your version manager) and run the command again.',
  );
  process.exit(1);
}

/**
 * Installs what `kind` needs: `run` (to build and start) or `all` (to test and develop). Does nothing when the lock
 * file is the one of the last install and that install covered `kind`.
 */
export function install(kind) {
  const stamp = join(root, '.cache', 'install.json');
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const last = existsSync(stamp) ? JSON.parse(readFileSync(stamp, 'utf8')) : {};
  const covers = last.kind === 'all' || last.kind === kind;
  if (last.lock === lock && covers && existsSync(join(root, 'node_modules', 'vite'))) return;
  // A checkout that has the development tools keeps them: npm would remove them with --omit=dev.
  const all = kind === 'all' || last.kind === 'all' || existsSync(join(root, 'node_modules', 'vitest'));
  console.log(`Installing ${all ? 'everything for tests and development' : 'what running needs'} (npm) ...`);
  const started = Date.now();
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  if (!all) args.push('--omit=dev');
  const npm = process.env.npm_execpath;
  const result = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (result.status !== 0) {
    console.error('npm could not install the dependencies (its message stands above).');
    console.error(
      'Next step: check the network or the registry setting (npm config get registry), then run the command again.',
    );
    process.exit(1);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, JSON.stringify({ kind: all ? 'all' : kind, lock }));
  console.log(`Installed in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  requireNode();
  install('all');
}
