import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { evaluate, parseExpression, referenceMarkdown } from '@sluice/expression';
import { rootArgument } from './arguments.ts';
import { componentFolders, enginePackages } from './component-folders.ts';
import { renderCatalog, renderImplementations } from './render-catalog.ts';
import { renderKernels } from './render-kernels.ts';

const root = rootArgument() ?? join(import.meta.dirname, '..', '..', '..');
const isCheck = process.argv.includes('--check');
let stale = 0;

for (const engine of enginePackages) {
  const folders = componentFolders(root, engine);
  const source = join(root, 'packages', engine, 'src');
  keep(join(source, 'catalog.gen.ts'), renderCatalog(folders));
  keep(join(source, 'implementations.gen.ts'), renderImplementations(folders));
}
const kernels = renderKernels(root);
if (kernels !== undefined) keep(join(root, 'packages', 'kernels', 'src', 'wasm.gen.ts'), kernels);
if (existsSync(join(root, 'packages', 'expression'))) {
  keep(join(root, 'docs', 'expressions.md'), expressionReference());
}
if (stale > 0 && isCheck) {
  console.error('Run `npm run generate` and commit the result.');
  process.exit(1);
}

/** The page about the expression language, with what each example gives. */
function expressionReference(): string {
  return referenceMarkdown((example) => {
    const value = evaluate(parseExpression(example, []), {});
    return typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
  });
}

function keep(path: string, text: string): void {
  const current = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  if (current === text) return;
  stale += 1;
  if (isCheck) console.error(`${relative(root, path)} does not match its sources.`);
  else {
    writeFileSync(path, text);
    console.log(`wrote ${relative(root, path)}`);
  }
}
