// The one test command: installs what it needs, runs unit, property, contract and golden tests, then the browser tests.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, requireNode } from './setup.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const reports = join(root, '.cache', 'test');
requireNode();
install('all');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const unitReport = join(reports, 'unit.json');
const e2eReport = join(reports, 'e2e.json');

console.log('Tests 1 of 2: unit, property, contract and golden (Vitest)');
const unit = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${unitReport}`,
  ],
  { cwd: root, stdio: 'inherit' },
);
console.log('Tests 2 of 2: the product in a real browser (Playwright)');
const e2e = spawnSync(process.execPath, ['scripts/e2e.mjs'], { cwd: root, stdio: 'inherit' });

const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined);
const unitCounts = read(unitReport);
const e2eCounts = read(e2eReport)?.stats;
const passed = (unitCounts?.numPassedTests ?? 0) + (e2eCounts?.expected ?? 0);
const skipped = (unitCounts?.numPendingTests ?? 0) + (e2eCounts?.skipped ?? 0);
let failed = (unitCounts?.numFailedTests ?? 0) + (e2eCounts?.unexpected ?? 0) + (e2eCounts?.flaky ?? 0);
if ((unit.status !== 0 || e2e.status !== 0) && failed === 0) failed = 1;
console.log(
  `Unit: ${unitCounts?.numPassedTests ?? 0} passed of ${unitCounts?.numTotalTests ?? 0}. Browser: ${e2eCounts?.expected ?? 0} passed.`,
);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
if (unit.status !== 0) console.log('Next step: npm run test:unit -- <part of a path> runs one file alone.');
if (e2e.status !== 0) {
  console.log(
    'Next step: npm run e2e -- <part of a name> runs one alone; pictures of failures lie in test-results/.',
  );
}
process.exit(failed > 0 ? 1 : 0);
