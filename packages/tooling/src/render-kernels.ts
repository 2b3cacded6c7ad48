import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const folder = 'packages/kernels/assembly';
const flags = [
  ...['--runtime', 'stub', '--use', 'abort=', '--noAssert', '-O3', '--converge', '--disableWarning', '112'],
  ...['--enable', 'simd,threads,bulk-memory'],
  ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
];

/**
 * Compiles the kernels of a tree to the text of `wasm.gen.ts`; undefined where there are none. The same source always
 * gives the same text. The compiler runs in a process of its own: behind a loader it takes several times as long.
 */
export function renderKernels(root: string): string | undefined {
  if (!existsSync(join(root, folder))) return undefined;
  const output = mkdtempSync(join(tmpdir(), 'sluice-kernels-'));
  try {
    const require = createRequire(import.meta.url);
    const compiler = dirname(require.resolve('assemblyscript/package.json'));
    const target = join(output, 'kernels.wasm');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(compiler, 'bin', 'asc.js'), `${folder}/index.ts`, '--outFile', target, ...flags],
      { cwd: root, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
    );
    if (status !== 0) throw new Error(`${folder} does not compile:\n${stdout}${stderr}`);
    return render(readFileSync(target));
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

function render(wasm: Buffer): string {
  const lines = wasm.toString('base64').match(/.{1,110}/g) ?? [];
  return [
    `// Compiled from ${folder} by \`npm run generate\`; do not edit.`,
    `/** The WebAssembly module of the kernels, ${wasm.length} bytes. */`,
    'export const wasm =',
    ...lines.map((line, at) => `  '${line}'${at === lines.length - 1 ? ';' : ' +'}`),
    '',
  ].join('\n');
}
