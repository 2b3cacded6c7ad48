import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Root of the checkout. */
export const root = join(import.meta.dirname, '..', '..', '..');
/** Jars and other things that are fetched once; ignored by git. */
const cache = join(root, '.cache', 'engines');

/** What a real engine needs, or why it is not there. */
export type Engine = { readonly classPath: string } | { readonly missing: string };

/** Finds Java and Maven and gives the class path of an engine, fetching the jars of its pom the first time. */
export function findEngine(engine: { readonly name: string; readonly pom: string }): Engine {
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = Number(/version "(\d+)/.exec(java.stderr ?? '')?.[1] ?? 0);
  if (version < 17)
    return { missing: version === 0 ? 'there is no Java' : `Java is ${version}, not 17 or newer` };
  const stamp = createHash('sha256').update(readFileSync(engine.pom)).digest('hex').slice(0, 16);
  const folder = engine.name.toLowerCase().split(' ')[0] ?? 'engine';
  const file = join(cache, folder, `classpath-${stamp}.txt`);
  if (!existsSync(file)) {
    if (spawnSync('mvn', ['-v']).status !== 0) return { missing: 'there is no Maven' };
    console.log(`Fetching ${engine.name} and what it needs (once) ...`);
    mkdirSync(join(cache, folder), { recursive: true });
    const target = `${file}.part`;
    const maven = spawnSync(
      'mvn',
      [
        '-q',
        '-B',
        '-f',
        engine.pom,
        `-Dmaven.repo.local=${join(cache, 'm2')}`,
        'dependency:build-classpath',
        `-Dmdep.outputFile=${target}`,
      ],
      { encoding: 'utf8', timeout: 600_000 },
    );
    if (maven.status !== 0 || !existsSync(target)) {
      return { missing: `Maven could not fetch the jars: ${(maven.stdout ?? '').trim().slice(0, 500)}` };
    }
    writeFileSync(file, readFileSync(target));
  }
  const classPath = readFileSync(file, 'utf8').trim();
  const lost = classPath.split(':').find((jar) => !existsSync(jar));
  return lost === undefined ? { classPath } : { missing: `a jar is gone: ${lost}; remove .cache/engines` };
}
