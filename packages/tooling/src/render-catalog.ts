import type { ComponentFolder } from './component-folders.ts';

const banner = '// Written by `npm run generate`; do not edit.\n';

function variable(folder: ComponentFolder): string {
  return `${folder.kind}-${folder.name}`.replace(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase());
}

function imports(folders: readonly ComponentFolder[], file: string, name: string, suffix: string): string {
  return folders
    .map(
      (f) =>
        `import { ${name} as ${variable(f)}${suffix} } from './components/${f.kind}/${f.name}/${file}.ts';\n`,
    )
    .join('');
}

/** The text of `catalog.gen.ts`: every spec and every lowering of an engine. */
export function renderCatalog(folders: readonly ComponentFolder[]): string {
  const lowered = folders.filter((f) => f.hasLower);
  return [
    banner,
    "import type { ComponentSpec, Lower } from '@sluice/component';\n",
    imports(lowered, 'lower', 'lower', 'Lower'),
    imports(folders, 'spec', 'spec', 'Spec'),
    '\nexport const components: readonly ComponentSpec[] = [\n',
    ...folders.map((f) => `  ${variable(f)}Spec,\n`),
    '];\n',
    '\nexport const lowerings: { readonly [componentId: string]: Lower } = {\n',
    ...lowered.map((f) => `  '${f.id}': ${variable(f)}Lower,\n`),
    '};\n',
  ].join('');
}

/** The text of `implementations.gen.ts`: every `run.ts` of an engine, server only. */
export function renderImplementations(folders: readonly ComponentFolder[]): string {
  const running = folders.filter((f) => f.hasRun);
  return [
    banner,
    "import type { Implementations } from '@sluice/runtime';\n",
    imports(running, 'run', 'run', 'Run'),
    '\nexport const implementations: Implementations = {\n',
    ...running.map((f) => `  '${f.id}': ${variable(f)}Run,\n`),
    '};\n',
  ].join('');
}
