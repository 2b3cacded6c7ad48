import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createFixture, type Fixture } from './fixture.ts';

let fixture: Fixture | undefined;
afterEach(() => fixture?.remove());

const value = 'export const value = 1;\n';
const use = (path: string): string => `import { value } from '${path}';\nexport const used = value;\n`;

describe('layers (dependency-cruiser)', () => {
  const planted: readonly (readonly [string, { readonly [path: string]: string }])[] = [
    [
      'no-cycles',
      {
        'packages/ir/src/a.ts': use('./b.ts'),
        'packages/ir/src/b.ts': `import { used } from './a.ts';\nexport const value = used;\n`,
      },
    ],
    [
      'ir-and-expression-stand-alone',
      { 'packages/ir/src/a.ts': use('../../flow/src/b.ts'), 'packages/flow/src/b.ts': value },
    ],
    [
      'kernels-stand-alone',
      { 'packages/kernels/src/a.ts': use('../../ir/src/b.ts'), 'packages/ir/src/b.ts': value },
    ],
    [
      'component-and-flow-know-only-ir',
      { 'packages/flow/src/a.ts': use('../../component/src/b.ts'), 'packages/component/src/b.ts': value },
    ],
    [
      'machinery-knows-no-engine',
      { 'packages/compiler/src/a.ts': use('../../flume/src/b.ts'), 'packages/flume/src/b.ts': value },
    ],
    [
      'engines-are-strangers',
      { 'packages/storm/src/a.ts': use('../../flume/src/b.ts'), 'packages/flume/src/b.ts': value },
    ],
    [
      'engines-know-no-app-nor-compiler',
      { 'packages/storm/src/a.ts': use('../../compiler/src/b.ts'), 'packages/compiler/src/b.ts': value },
    ],
    [
      'runtime-only-from-server-files',
      {
        'packages/flume/src/components/sinks/x/spec.ts': use('../../../../../runtime/src/b.ts'),
        'packages/runtime/src/b.ts': value,
      },
    ],
    [
      'components-are-strangers',
      {
        'packages/flume/src/components/sinks/x/spec.ts': use('../y/spec.ts'),
        'packages/flume/src/components/sinks/y/spec.ts': value,
      },
    ],
    [
      'runtime-knows-no-flow',
      { 'packages/runtime/src/a.ts': use('../../flow/src/b.ts'), 'packages/flow/src/b.ts': value },
    ],
    [
      'browser-never-reaches-server',
      {
        'apps/web/src/a.ts': use('../../../packages/flume/src/b.ts'),
        'packages/flume/src/b.ts': `export { value } from './components/sinks/x/run.ts';\n`,
        'packages/flume/src/components/sinks/x/run.ts': value,
      },
    ],
    [
      'isomorphic-never-uses-node',
      { 'packages/flume/src/a.ts': `import { join } from 'node:path';\nexport const used = join;\n` },
    ],
    [
      'production-never-imports-test-code',
      { 'packages/flow/src/a.ts': use('../../testkit/src/b.ts'), 'packages/testkit/src/b.ts': value },
    ],
    [
      'packages-through-their-door',
      { 'apps/server/src/a.ts': use('../../../packages/flow/src/b.ts'), 'packages/flow/src/b.ts': value },
    ],
    ['not-to-unresolvable', { 'packages/flow/src/a.ts': use('./missing.ts') }],
  ];

  it.each(planted)('%s is caught', (rule, files) => {
    fixture = createFixture(['.dependency-cruiser.cjs', 'tsconfig.base.json']);
    fixture.write(files);
    const { code, output } = fixture.run(
      ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs'],
      ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'apps', 'packages'].filter(
        (a) => !['apps', 'packages'].includes(a) || Object.keys(files).some((f) => f.startsWith(a)),
      ),
    );
    expect(output).toContain(rule);
    expect(code).toBeGreaterThan(0);
  });
});

describe('environments (tsc)', () => {
  const configs = [
    'tsconfig.base.json',
    'tsconfig.json',
    'tsconfig.isomorphic.json',
    'tsconfig.node.json',
    'tsconfig.web.json',
    'tsconfig.test.json',
  ];
  const clean = {
    'packages/x/src/index.ts': value,
    'packages/x/src/a/run.ts': value,
    'apps/web/src/main.ts': value,
    'e2e/a.ts': value,
  };
  const build = (files: {
    readonly [path: string]: string;
  }): { readonly code: number | null; readonly output: string } => {
    fixture = createFixture(configs);
    fixture.write({ ...clean, ...files });
    return fixture.run(['node_modules/typescript-7/bin/tsc'], ['-b']);
  };

  it('accepts a clean tree', () => expect(build({})).toEqual({ code: 0, output: '' }));
  it('refuses a Node global in an isomorphic file', () => {
    expect(build({ 'packages/x/src/spec.ts': 'export const home = process.env.HOME;\n' }).output).toContain(
      "Cannot find name 'process'",
    );
  });
  it('refuses the DOM in an isomorphic file', () => {
    expect(build({ 'packages/x/src/spec.ts': 'export const title = document.title;\n' }).output).toContain(
      "Cannot find name 'document'",
    );
  });
  it('refuses a server file reached from an isomorphic one', () => {
    expect(build({ 'packages/x/src/spec.ts': use('./a/run.ts') }).output).toContain('TS6307');
  });
});

describe('lint (eslint)', () => {
  const configs = [
    'tsconfig.base.json',
    'tsconfig.isomorphic.json',
    'tsconfig.node.json',
    'tsconfig.web.json',
    'tsconfig.test.json',
    'eslint.config.mjs',
  ];
  const planted: readonly (readonly [string, string, string, string])[] = [
    [
      'a floating promise',
      'no-floating-promises',
      'packages/flow/src/a.ts',
      'export function f(): void {\n  Promise.resolve(1);\n}\n',
    ],
    [
      'the wall clock in the kernel',
      'context.now',
      'packages/runtime/src/a.ts',
      'export const now = Date.now();\n',
    ],
    [
      'randomness in the kernel',
      'context.random',
      'packages/runtime/src/a.ts',
      'export const r = Math.random();\n',
    ],
    [
      'a timer in the kernel',
      'context.schedule',
      'packages/storm/src/a.ts',
      'setTimeout(() => undefined, 1);\n',
    ],
    ['an enum', 'union of string literals', 'packages/flow/src/a.ts', 'export enum E {\n  A,\n}\n'],
    ['export *', 'List the exported names', 'packages/flow/src/a.ts', "export * from './index.ts';\n"],
    [
      'compiling code outside the logic folder',
      'may compile code',
      'packages/flow/src/a.ts',
      "export const f = new Function('return 1');\n",
    ],
    [
      'a string thrown',
      'only-throw-error',
      'packages/flow/src/a.ts',
      "export function f(): never {\n  throw 'x';\n}\n",
    ],
    ['any', 'no-explicit-any', 'packages/flow/src/a.ts', 'export const a: any = 1;\n'],
    [
      'a switch that misses a case',
      'switch-exhaustiveness-check',
      'packages/flow/src/a.ts',
      "export function f(k: 'a' | 'b'): number | undefined {\n  switch (k) {\n    case 'a':\n      return 1;\n  }\n  return undefined;\n}\n",
    ],
    [
      'raw markup',
      'Render text',
      'apps/web/src/a.tsx',
      "export const e = <p dangerouslySetInnerHTML={{ __html: '' }} />;\n",
    ],
    ['a file over 500 lines', 'max-lines', 'packages/flow/src/a.ts', `${'export {};\n'.repeat(501)}`],
  ];
  it.each(planted)('%s is refused', (_, message, path, text) => {
    fixture = createFixture(configs);
    fixture.write({
      'packages/flow/src/index.ts': value,
      'packages/x/src/run.ts': value,
      'apps/web/src/main.ts': value,
      'e2e/a.ts': value,
      [path]: text,
    });
    const { code, output } = fixture.run(['node_modules/eslint/bin/eslint.js'], [path]);
    expect(output).toContain(message);
    expect(output).not.toMatch(/Parsing error|Oops/);
    expect(code).toBe(1);
  });
});

describe('generated catalogs', () => {
  it('a component folder that is not in the catalog is caught, and generate mends it', () => {
    fixture = createFixture([]);
    fixture.write({
      'packages/flume/src/components/sinks/x/spec.ts': value,
      'packages/storm/src/a.ts': value,
      'packages/spark/src/a.ts': value,
    });
    const tool = ['packages/tooling/src/generate.ts'];
    expect(fixture.run(tool, ['--check', '--root', fixture.path]).code).toBe(1);
    expect(fixture.run(tool, ['--root', fixture.path]).code).toBe(0);
    expect(fixture.run(tool, ['--check', '--root', fixture.path]).code).toBe(0);
  });
});

describe('kernels', () => {
  it('an embedded module that does not match its source is caught, and generate mends it', () => {
    fixture = createFixture([]);
    fixture.write({
      'packages/flume/src/a.ts': value,
      'packages/storm/src/a.ts': value,
      'packages/spark/src/a.ts': value,
      'packages/kernels/assembly/index.ts': 'export function one(): i32 {\n  return 1;\n}\n',
      'packages/kernels/src/wasm.gen.ts': value,
    });
    const tool = ['packages/tooling/src/generate.ts'];
    const { code, output } = fixture.run(tool, ['--check', '--root', fixture.path]);
    expect(code).toBe(1);
    expect(output).toContain('packages/kernels/src/wasm.gen.ts does not match its sources');
    expect(output).toContain('npm run generate');
    expect(fixture.run(tool, ['--root', fixture.path]).code).toBe(0);
    const text = readFileSync(join(fixture.path, 'packages/kernels/src/wasm.gen.ts'), 'utf8');
    expect(text).toMatch(/^export const wasm =\n {2}'AGFzbQ/m);
    // Runs the compiler twice, and the machine may be busy.
  }, 120_000);
});

describe('packages and bundle', () => {
  it('a browser refusal behind the source condition, a loose version and an undeclared import are caught', () => {
    fixture = createFixture([]);
    fixture.write({
      'apps/web/package.json': JSON.stringify({
        name: '@sluice/web',
        type: 'module',
        private: true,
        dependencies: { react: '^19.0.0' },
      }),
      'packages/flow/package.json': JSON.stringify({
        name: '@sluice/flow',
        type: 'module',
        private: true,
        exports: { './runtime': { '@sluice/source': './src/runtime.ts', browser: null } },
      }),
      'packages/flow/src/runtime.ts': "import { x } from '@sluice/ir';\nexport const y = x;\n",
    });
    const { code, output } = fixture.run(
      ['packages/tooling/src/check-packages.ts'],
      ['--root', fixture.path],
    );
    expect(code).toBe(1);
    expect(output).toContain('"browser" must come first');
    expect(output).toContain('pin react exactly');
    expect(output).toContain('imports @sluice/ir but does not declare it');
  });

  it('server code, an inline script and too much JavaScript in the page are caught', () => {
    fixture = createFixture([]);
    const noise = Array.from({ length: 90_000 }, (_, i) => `${Math.sin(i)}`).join(',');
    fixture.write({
      'dist/web/index.html': '<script>1</script><script type="module" src="/assets/a.js"></script>',
      'dist/web/assets/a.js': `import"./b.js";"__vite-browser-external"`,
      'dist/web/assets/b.js': `export const x=[${noise}]`,
      'dist/web/assets/Editor-1.js': 'import"./open-editor-2.js"',
      'dist/web/assets/open-editor-2.js': 'export{}',
    });
    const { code, output } = fixture.run(['packages/tooling/src/check-bundle.ts'], ['--root', fixture.path]);
    expect(code).toBe(1);
    expect(output).toContain('inline script');
    expect(output).toContain('the budget is');
    expect(output).toContain('server code reached the page');
    expect(output).toContain('the code editor loads with the page');
  });
});

describe('dead code (knip)', () => {
  it('an unused file, export and dependency are caught', () => {
    fixture = createFixture([]);
    fixture.write({
      'package.json': JSON.stringify({
        name: 'x',
        private: true,
        type: 'module',
        dependencies: { zod: '4.6.7' },
      }),
      'knip.json': JSON.stringify({ entry: ['src/index.ts'], project: ['src/**/*.ts'] }),
      'src/index.ts': "import { a } from './a.ts';\nexport const z = a;\n",
      'src/a.ts': 'export const a = 1;\nexport const dead = 2;\n',
      'src/lost.ts': value,
    });
    const { code, output } = fixture.run(['node_modules/knip/bin/knip.js'], ['--no-progress']);
    expect(code).toBe(1);
    expect(output).toContain('src/lost.ts');
    expect(output).toContain('dead');
    expect(output).toContain('zod');
  });
});
