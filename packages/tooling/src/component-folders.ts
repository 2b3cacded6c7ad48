import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const enginePackages = ['flume', 'storm', 'spark'] as const;

/** One component folder of an engine package. */
export interface ComponentFolder {
  readonly engine: string;
  /** Folder of the kind, plural: `sources`, `bolts`, `transformations`. */
  readonly kind: string;
  readonly name: string;
  /** `<engine>.<kind>.<name>` with the kind in the singular. */
  readonly id: string;
  /** Absolute path of the folder. */
  readonly path: string;
  readonly hasLower: boolean;
  readonly hasRun: boolean;
  readonly hasTest: boolean;
}

/** Lists the component folders of one engine package, sorted by id. */
export function componentFolders(root: string, engine: string): ComponentFolder[] {
  const base = join(root, 'packages', engine, 'src', 'components');
  if (!existsSync(base)) return [];
  const folders: ComponentFolder[] = [];
  for (const kind of directories(base)) {
    for (const name of directories(join(base, kind))) {
      const path = join(base, kind, name);
      folders.push({
        engine,
        kind,
        name,
        id: `${engine}.${kind.replace(/s$/, '')}.${name}`,
        path,
        hasLower: existsSync(join(path, 'lower.ts')),
        hasRun: existsSync(join(path, 'run.ts')),
        hasTest: existsSync(join(path, `${name}.test.ts`)),
      });
    }
  }
  return folders.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function directories(path: string): string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
