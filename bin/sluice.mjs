#!/usr/bin/env node
// The `sluice` command: the built one when there is one, else from source. SLUICE_SOURCE=1 always takes the source.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const built = join(root, 'dist', 'server', 'cli.js');
const tsx = join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs');

if (existsSync(built) && !(process.env.SLUICE_SOURCE === '1')) {
  await import(pathToFileURL(built).href);
} else if (existsSync(tsx)) {
  const source = join(root, 'apps', 'cli', 'src', 'main.ts');
  const args = [
    '--conditions=@sluice/source',
    '--import',
    pathToFileURL(tsx).href,
    source,
    ...process.argv.slice(2),
  ];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('close', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
} else {
  console.error('Sluice is not built yet.');
  console.error(
    'Next step: run `npm start` once (it installs and builds), or `npm install` and `npm run build`.',
  );
  process.exit(3);
}
