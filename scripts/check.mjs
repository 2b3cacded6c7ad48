// Every check that needs no browser and no engine, one line each; all run, then the verdict.
import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const node = process.execPath;
const bin = (...parts) => join(root, 'node_modules', ...parts);
// Behind the command: options before it reach only the process that starts the one that runs the script.
const tsx = [bin('tsx', 'dist', 'cli.mjs'), '--conditions=@sluice/source'];

const checks = [
  ['generated files match', 'npm run generate', [...tsx, 'packages/tooling/src/generate.ts', '--check']],
  [
    'packages are uniform',
    'edit the package.json it names',
    [...tsx, 'packages/tooling/src/check-packages.ts'],
  ],
  ['format', 'npm run fix', [bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '.']],
  ['types', 'npm run typecheck', [bin('typescript-7', 'bin', 'tsc'), '-b']],
  ['lint', 'npm run lint', [bin('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0']],
  [
    'layers',
    'npm run layers',
    [
      bin('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      'apps',
      'packages',
      'e2e',
    ],
  ],
  ['nothing is dead', 'remove what knip names', [bin('knip', 'bin', 'knip.js'), '--no-progress']],
  ['build', 'npm run build', ['scripts/build.mjs']],
  ['bundle', 'see the message', [...tsx, 'packages/tooling/src/check-bundle.ts'], 'build'],
];

const done = new Map();
const queue = [...checks];
let failures = 0;

function run([name, help, args]) {
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(node, args, { cwd: root, env: { ...process.env, FORCE_COLOR: '0' } });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('close', (code) => {
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
      if (code !== 0) {
        failures += 1;
        console.log(
          output
            .trimEnd()
            .split('\n')
            .slice(-60)
            .map((line) => `     ${line}`)
            .join('\n'),
        );
        console.log(`     Next step: ${help}`);
      }
      resolve();
    });
  });
}

async function worker() {
  for (;;) {
    const at = queue.findIndex(([, , , after]) => after === undefined || done.has(after));
    if (at < 0) {
      if (queue.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    const [check] = queue.splice(at, 1);
    await run(check);
    done.set(check[0], true);
  }
}

await Promise.all(Array.from({ length: Math.min(2, cpus().length) }, worker));
if (failures > 0) {
  console.log(`${failures} of ${checks.length} checks failed.`);
  process.exit(1);
}
console.log(`All ${checks.length} checks passed.`);
