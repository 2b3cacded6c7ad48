// `npm start`: installs what running needs, builds when sources changed, and serves. Plain Node without dependencies.
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { install, requireNode } from './setup.mjs';

requireNode();
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
install('run');

const { build, isBuilt } = await import('./build.mjs');
if (!isBuilt()) {
  console.log('Building the page and the server (only when sources changed) ...');
  const started = Date.now();
  try {
    await build();
  } catch (error) {
    console.error(error.message);
    console.error(
      'Next step: undo the last change to the sources, or run `npm run typecheck` to see where they are wrong.',
    );
    process.exit(1);
  }
  console.log(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

// In this process: a second one would only cost memory.
await import(pathToFileURL(join(root, 'dist', 'server', 'server.js')).href);
