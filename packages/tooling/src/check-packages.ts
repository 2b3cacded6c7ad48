import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { rootArgument } from './arguments.ts';
import { componentFolders, enginePackages } from './component-folders.ts';

interface PackageJson {
  readonly name?: string;
  readonly type?: string;
  readonly private?: boolean;
  readonly exports?: { readonly [door: string]: { readonly [condition: string]: string | null } };
  readonly dependencies?: { readonly [name: string]: string };
  readonly devDependencies?: { readonly [name: string]: string };
}

const root = rootArgument() ?? join(import.meta.dirname, '..', '..', '..');
const problems: string[] = [];

for (const group of ['packages', 'apps']) {
  for (const name of readdirSync(join(root, group))) {
    const path = join(root, group, name);
    if (existsSync(join(path, 'package.json'))) checkPackage(group, name, path);
  }
}
for (const engine of enginePackages) {
  for (const folder of componentFolders(root, engine)) {
    if (!existsSync(join(folder.path, 'spec.ts'))) problems.push(`${folder.id}: has no spec.ts`);
    if (!folder.hasTest) problems.push(`${folder.id}: has no ${folder.name}.test.ts`);
  }
}
if (problems.length > 0) {
  for (const problem of problems) console.error(problem);
  process.exit(1);
}

function checkPackage(group: string, folder: string, path: string): void {
  const at = relative(root, join(path, 'package.json'));
  const json = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as PackageJson;
  if (json.name !== `@sluice/${folder}`) problems.push(`${at}: name must be @sluice/${folder}`);
  if (json.type !== 'module') problems.push(`${at}: type must be "module"`);
  if (json.private !== true) problems.push(`${at}: must be private`);
  for (const [door, conditions] of Object.entries(json.exports ?? {})) {
    const keys = Object.keys(conditions);
    // Conditions match in order: a browser refusal behind the source condition never takes effect.
    if (keys.includes('browser') && keys[0] !== 'browser')
      problems.push(`${at}: in "${door}", "browser" must come first`);
    const isServerDoor = door === './runtime' || door === './node';
    if (isServerDoor && conditions.browser !== null)
      problems.push(`${at}: "${door}" must have "browser": null`);
    for (const target of Object.values(conditions)) {
      if (target !== null && !existsSync(join(path, target)))
        problems.push(`${at}: "${door}" points to missing ${target}`);
    }
  }
  for (const [name, version] of Object.entries({ ...json.dependencies, ...json.devDependencies })) {
    if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
      problems.push(`${at}: pin ${name} exactly (it says ${version})`);
  }
  const isProduction = folder !== 'testkit' && folder !== 'tooling';
  if (isProduction && group === 'packages') {
    const used = workspaceImports(join(path, 'src'));
    const declared = new Set(Object.keys(json.dependencies ?? {}).filter((d) => d.startsWith('@sluice/')));
    for (const name of used)
      if (!declared.has(name)) problems.push(`${at}: imports ${name} but does not declare it`);
    for (const name of declared)
      if (!used.has(name)) problems.push(`${at}: declares ${name} but never imports it`);
  }
}

/** The workspace packages that production files below `path` import. */
function workspaceImports(path: string): Set<string> {
  const names = new Set<string>();
  if (!existsSync(path)) return names;
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.tsx?$/.test(entry.name) || /\.test\.tsx?$/.test(entry.name)) continue;
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
    for (const [, name] of text.matchAll(/(?:from|import)\s*\(?\s*'(@sluice\/[a-z]+)/g))
      if (name) names.add(name);
  }
  return names;
}
