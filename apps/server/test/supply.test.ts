import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');

interface Locked {
  readonly dependencies?: { readonly [name: string]: string };
  readonly optionalDependencies?: { readonly [name: string]: string };
  readonly hasInstallScript?: boolean;
  readonly link?: boolean;
  readonly resolved?: string;
}
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: { [path: string]: Locked };
};

/** Everything a package needs at run time, as the lock file places it. */
function treeOf(top: string): Set<string> {
  const seen = new Set<string>();
  const visit = (path: string): void => {
    const { dependencies, optionalDependencies } = packages[path] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const found = placeOf(path, name);
      if (found === undefined || seen.has(found)) continue;
      seen.add(found);
      visit(found);
    }
  };
  visit(top);
  return seen;
}

/** Where Node finds a package: beside the one that wants it, or in a folder above. */
function placeOf(from: string, name: string): string | undefined {
  const folders = from.split('/');
  for (let depth = folders.length; depth >= 0; depth -= 1) {
    const path = [...folders.slice(0, depth), 'node_modules', name].filter((part) => part !== '').join('/');
    const locked = packages[path];
    if (locked) return locked.link === true ? locked.resolved : path;
  }
  return undefined;
}

describe('X33: what the server is made of', () => {
  const tree = [...treeOf('apps/server'), ...treeOf('apps/cli')].filter((path) =>
    path.includes('node_modules/'),
  );

  it('runs no script of a package when it is installed', () => {
    expect(new Set(tree).size).toBeGreaterThan(50);
    expect(tree.filter((path) => packages[path]?.hasInstallScript === true)).toEqual([]);
  });

  it('is not more than it was when somebody last thought about it', () => {
    expect(new Set(tree).size).toBeLessThanOrEqual(120);
  });

  it('X34: has no development server in it, and no extractor of archives', () => {
    const names = tree.map((path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    for (const name of [
      'vite',
      'tsx',
      'esbuild',
      '@fastify/middie',
      '@fastify/express',
      'express',
      'vm2',
      'js-yaml',
      'adm-zip',
      'extract-zip',
      'decompress',
    ])
      expect(names).not.toContain(name);
  });
});

describe('X30: secrets come from the cryptographic generator', () => {
  it('nothing in the server asks Math.random', () => {
    const files = readdirSync(join(root, 'apps', 'server', 'src'), { recursive: true, encoding: 'utf8' });
    const guilty = files.filter(
      (file) =>
        /\.ts$/.test(file) &&
        readFileSync(join(root, 'apps', 'server', 'src', file), 'utf8').includes('Math.random'),
    );
    expect(guilty).toEqual([]);
  });
});
