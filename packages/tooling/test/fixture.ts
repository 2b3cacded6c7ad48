import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');

/** A small tree with this checkout's configuration files, in which violations are planted. */
export interface Fixture {
  readonly path: string;
  write(files: { readonly [path: string]: string }): void;
  run(
    tool: readonly string[],
    args: readonly string[],
  ): { readonly code: number | null; readonly output: string };
  remove(): void;
}

/** Makes a fixture below the ignored `.cache`, where the checkout's node_modules are found. */
export function createFixture(configs: readonly string[]): Fixture {
  mkdirSync(join(root, '.cache', 'guards'), { recursive: true });
  const path = mkdtempSync(join(root, '.cache', 'guards', 'tree-'));
  for (const config of configs) copyFileSync(join(root, config), join(path, config));
  return {
    path,
    write(files) {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(path, file)), { recursive: true });
        writeFileSync(join(path, file), text);
      }
    },
    run(tool, args) {
      const [script = '', ...rest] = tool;
      const options = script.endsWith('.ts')
        ? [join(root, 'node_modules/tsx/dist/cli.mjs'), '--conditions=@sluice/source']
        : [];
      const result = spawnSync(process.execPath, [...options, join(root, script), ...rest, ...args], {
        cwd: path,
        encoding: 'utf8',
      });
      return { code: result.status, output: `${result.stdout}${result.stderr}` };
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
