// Holds exports, printed expressions and the embedded runtime against the real engines. Needs Java 17 and Maven; says so when they are missing.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, requireNode } from './setup.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
requireNode();
install('all');
const tsx = join(root, 'node_modules', 'tsx', 'dist', 'esm', 'index.mjs');
let status = 0;
for (const name of ['flume', 'expression']) {
  const tests = join(root, 'packages', name, 'test', 'engines', 'main.ts');
  const result = spawnSync(process.execPath, ['--import', tsx, '--conditions=@sluice/source', tests], {
    cwd: root,
    stdio: 'inherit',
  });
  status ||= result.status ?? 1;
}
process.exit(status);
