// Builds dist/web and dist/server. Plain Node; `build()` is also called by start.mjs when sources changed.

import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stampFile = join(root, '.cache', 'build.json');
const artefacts = [
  'dist/server/server.js',
  'dist/server/engine.js',
  'dist/server/engine-worker.js',
  'dist/server/cli.js',
  'dist/web/index.html',
];
const compressible = /\.(?:html|js|css|svg|json|txt|map|ttf|webmanifest)$/;

/** Says whether dist is there and no source changed since it was made. */
export function isBuilt() {
  if (artefacts.some((path) => !existsSync(join(root, path)))) return false;
  if (!existsSync(stampFile)) return false;
  return JSON.parse(readFileSync(stampFile, 'utf8')).stamp === sourceStamp();
}

/**
 * Builds the page and the server side by side, then precompresses the page. Throws with the tool's output. Made
 * aside and moved into place: a build that fails, or another one at the same time, leaves dist whole.
 */
export async function build() {
  const stamp = sourceStamp();
  const aside = join(root, '.cache', `build-${process.pid}`);
  const place = (name) => ['--outDir', join(aside, name), '--emptyOutDir'];
  try {
    await Promise.all([vite('web', place('web')), vite('server', ['--mode', 'server', ...place('server')])]);
    compress(join(aside, 'web'));
    mkdirSync(join(root, 'dist'), { recursive: true });
    for (const name of ['web', 'server']) {
      rmSync(join(root, 'dist', name), { recursive: true, force: true });
      renameSync(join(aside, name), join(root, 'dist', name));
    }
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, JSON.stringify({ stamp }));
}

/** Number, newest change and total size of the sources: cheap, and changes with every edit. */
function sourceStamp() {
  let files = 0;
  let newest = 0;
  let bytes = 0;
  const visit = (path) => {
    const entry = statSync(path);
    if (entry.isDirectory()) {
      for (const name of readdirSync(path)) {
        if (name !== 'node_modules' && name !== 'test' && name !== 'golden' && !name.includes('.test.'))
          visit(join(path, name));
      }
      return;
    }
    files += 1;
    bytes += entry.size;
    newest = Math.max(newest, entry.mtimeMs);
  };
  for (const path of ['apps', 'packages', 'vite.config.ts', 'package-lock.json', 'tsconfig.base.json'])
    visit(join(root, path));
  return `${files}:${bytes}:${newest}`;
}

function vite(name, args) {
  const bin = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [bin, 'build', '--config', join(root, 'vite.config.ts'), '--logLevel', 'warn', ...args],
      {
        cwd: root,
        env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' },
      },
    );
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`Building the ${name} failed.\n${output.trim()}`));
    });
  });
}

/** Writes `.br` and `.gz` beside every text file worth it, so that the server never compresses. */
function compress(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !compressible.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const content = readFileSync(path);
    if (content.length < 1024) continue;
    const quality = content.length > 1_500_000 ? 5 : 9;
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 8 }));
    writeFileSync(
      `${path}.br`,
      brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }),
    );
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--if-stale') && isBuilt()) process.exit(0);
  const started = Date.now();
  try {
    await build();
    console.log(`Built dist/web and dist/server in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
  } catch (error) {
    console.error(error.message);
    console.error('Next step: `npm run typecheck` usually names the cause.');
    process.exit(1);
  }
}
