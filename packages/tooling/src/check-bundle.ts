import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rootArgument } from './arguments.ts';

/** JavaScript of the first load, gzipped, in bytes; Monaco and the charts load later. */
const firstLoadBudget = 400 * 1024;

const root = rootArgument() ?? join(import.meta.dirname, '..', '..', '..');
const web = join(root, 'dist', 'web');
const problems: string[] = [];

if (!existsSync(join(web, 'index.html'))) {
  console.error('dist/web is missing. Run `npm run build` first.');
  process.exit(1);
}
const html = readFileSync(join(web, 'index.html'), 'utf8');
if (/<script(?![^>]*\bsrc=)[^>]*>/.test(html))
  problems.push('index.html has an inline script, which the content policy forbids');

const first = new Set<string>();
for (const [, path] of html.matchAll(/(?:src|href)="\/?([^"]+\.js)"/g)) if (path) collect(path);
let bytes = 0;
for (const path of first) bytes += gzipSync(readFileSync(join(web, path))).length;
if (bytes > firstLoadBudget) {
  problems.push(
    `the first load is ${kib(bytes)} of JavaScript (gzip), the budget is ${kib(firstLoadBudget)}: load more lazily`,
  );
}

for (const entry of readdirSync(web, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !entry.name.endsWith('.js')) continue;
  const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
  if (text.includes('__vite-browser-external'))
    problems.push(`${entry.name} contains a Node module: server code reached the page`);
}

if (problems.length > 0) {
  for (const problem of problems) console.error(`check-bundle: ${problem}`);
  process.exit(1);
}
console.log(`check-bundle: first load ${kib(bytes)} of JavaScript (gzip) in ${first.size} files`);

/** Adds a chunk and everything it imports statically. */
function collect(path: string): void {
  if (first.has(path) || !existsSync(join(web, path))) return;
  first.add(path);
  const text = readFileSync(join(web, path), 'utf8');
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  for (const [, target] of text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g))
    if (target) collect(folder + target);
}

function kib(count: number): string {
  return `${(count / 1024).toFixed(0)} KiB`;
}
