import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { rootArgument } from './arguments.ts';

/**
 * JavaScript a person waits for, as it is sent (brotli), in KiB: up to the first page, up to a flow on the canvas,
 * and what its text adds when it is first shown.
 */
const budgets = { home: 400, editor: 400, code: 900 } as const;

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

const assets = existsSync(join(web, 'assets')) ? readdirSync(join(web, 'assets')) : [];
const home = new Set<string>();
for (const [, path] of html.matchAll(/(?:src|href)="\/?([^"]+\.js)"/g)) if (path) collect(path, home);
const editor = new Set(home);
for (const path of chunks('Editor')) collect(path, editor);
const code = new Set<string>();
for (const path of chunks('open-editor')) collect(path, code);
for (const path of editor) {
  if (chunks('open-editor').includes(path))
    problems.push('the code editor loads with the page: import it lazily');
}
const sizes = {
  home: sizeOf(home),
  editor: sizeOf(editor),
  code: sizeOf(new Set([...code].filter((path) => !editor.has(path)))),
};
const names = { home: 'the first load', editor: 'the load of a flow', code: 'the code editor' } as const;
for (const load of ['home', 'editor', 'code'] as const) {
  if (sizes[load] > budgets[load] * 1024) {
    problems.push(
      `${names[load]} is ${kib(sizes[load])} of JavaScript (brotli), the budget is ${budgets[load]} KiB: load more lazily`,
    );
  }
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
console.log(
  `check-bundle: JavaScript (brotli) of the first load ${kib(sizes.home)} in ${home.size} files, of a flow ${kib(sizes.editor)} in ${editor.size}, of the code editor ${kib(sizes.code)}`,
);

/** The chunks of a module that is loaded lazily, by its name. */
function chunks(name: string): readonly string[] {
  return assets
    .filter((file) => file.startsWith(`${name}-`) && file.endsWith('.js'))
    .map((file) => `assets/${file}`);
}

/** Adds a chunk and everything it imports statically. */
function collect(path: string, into: Set<string>): void {
  if (into.has(path) || !existsSync(join(web, path))) return;
  into.add(path);
  const text = readFileSync(join(web, path), 'utf8');
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  for (const [, target] of text.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g))
    if (target) collect(folder + target, into);
}

function sizeOf(paths: ReadonlySet<string>): number {
  let bytes = 0;
  for (const path of paths) {
    const sent = join(web, `${path}.br`);
    bytes += existsSync(sent)
      ? readFileSync(sent).length
      : brotliCompressSync(readFileSync(join(web, path)), {
          params: { [constants.BROTLI_PARAM_QUALITY]: 9 },
        }).length;
  }
  return bytes;
}

function kib(count: number): string {
  return `${(count / 1024).toFixed(0)} KiB`;
}
