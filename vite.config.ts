import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type UserConfig } from 'vite';

const root = import.meta.dirname;
const source = '@sluice/source';

const ui = join(root, 'apps', 'web', 'src', 'ui');

/** Monaco makes its `<style>` elements in one function: there it gets constructed sheets, which the policy allows. */
const constructedSheets: Plugin = {
  name: 'sluice:constructed-sheets',
  apply: 'build',
  transform: {
    filter: { id: /monaco-editor\/esm\/vs\/base\/browser\/domStylesheets\.js$/ },
    handler(code) {
      const head =
        'function createStyleSheet(container = mainWindow.document.head, beforeAppend, disposableStore) {';
      if (!code.includes(head))
        throw new Error('Monaco makes its style sheets elsewhere now: adapt vite.config.ts.');
      const from = JSON.stringify(join(ui, 'style-sheet.ts'));
      return {
        code: `import { createStyleSheet as construct } from ${from};\n${code.replace(
          head,
          `${head}\nreturn construct(container, beforeAppend, disposableStore);`,
        )}`,
        map: null,
      };
    },
  },
};

const typescriptFolder = /monaco-editor\/esm\/vs\/languages\/features\/typescript\//;

/**
 * Monaco's TypeScript runs in a worker of ours (`ui/code/typescript/`): its own, nine megabytes, is not built. Of the
 * declarations of the language only those of functions that run here are taken: no page, no script host.
 */
const ownTypeScript = (): Plugin => ({
  name: 'sluice:own-typescript',
  apply: 'build',
  transform: {
    filter: { id: typescriptFolder },
    handler(code, id) {
      if (id.endsWith('/workerManager.js')) {
        const start = /import \{ createWebWorker \} from '[^']*';/;
        const own = /createWorker: \(\) => new Worker\([^\n]*\n/;
        if (!own.test(code) || !start.test(code))
          throw new Error('Monaco starts its worker elsewhere now: adapt vite.config.ts.');
        const from = JSON.stringify(join(ui, 'code', 'typescript', 'create-worker.ts'));
        return {
          code: code.replace(start, `import { createWebWorker } from ${from};`).replace(own, ''),
          map: null,
        };
      }
      if (!id.endsWith('/lib/lib.js')) return null;
      const kept = code.split(/^(?=libFileMap\[)/m).filter((part) => {
        const name = /^libFileMap\["lib\.([\w.]+)\.d\.ts"\]/.exec(part)?.[1];
        return (
          name === undefined ||
          /^(?:es5|es20(?:1\d|2[0-3])(?:\.(?!full)\w+)?|decorators(?:\.legacy)?)$/.test(name)
        );
      });
      const end = /^export \{[^}]*\};?$/m.exec(code)?.[0] ?? '';
      const text = kept.join('');
      return { code: text.includes(end) ? text : `${text}\n${end}\n`, map: null };
    },
  },
});

/**
 * The page: apps/web -> dist/web. Nothing is inlined and no style element is made, so that the content policy needs
 * no exceptions.
 */
const web: UserConfig = {
  root: join(root, 'apps', 'web'),
  cacheDir: join(root, '.cache', 'vite'),
  plugins: [react(), constructedSheets, ownTypeScript()],
  resolve: {
    conditions: [source, 'module', 'browser', 'development|production'],
    alias: { 'react-style-singleton': join(ui, 'style-singleton.ts') },
  },
  worker: { format: 'es', plugins: () => [ownTypeScript()] },
  build: {
    outDir: join(root, 'dist', 'web'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 10_000,
  },
};

/** The server: four entries -> dist/server; workspace packages are bundled, npm packages stay outside. */
const server: UserConfig = {
  root,
  cacheDir: join(root, '.cache', 'vite'),
  publicDir: false,
  resolve: { conditions: [source, 'node', 'import', 'default'] },
  ssr: {
    target: 'node',
    // Zod goes in too: shaken, it lacks the languages nobody asks for, and costs 5 MB less at run time.
    noExternal: [/^@sluice\//, 'zod', 'fastify-type-provider-zod'],
    resolve: {
      conditions: [source, 'node', 'import', 'default'],
      externalConditions: ['node', 'import', 'default'],
    },
  },
  build: {
    ssr: true,
    outDir: join(root, 'dist', 'server'),
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    sourcemap: true,
    reportCompressedSize: false,
    rollupOptions: {
      input: {
        server: join(root, 'apps', 'server', 'src', 'main.ts'),
        engine: join(root, 'apps', 'server', 'src', 'engine', 'main.ts'),
        'engine-worker': join(root, 'apps', 'server', 'src', 'engine', 'worker.ts'),
        cli: join(root, 'apps', 'cli', 'src', 'main.ts'),
      },
      // Flat: code finds its sister files beside its own file.
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
    },
  },
};

const benchCases = join(root, 'bench', 'cases');

/** The cases of `npm run bench`, bundled as the engine process is: measured is what people run. */
const bench: UserConfig = {
  ...server,
  build: {
    ...server.build,
    outDir: join(root, '.cache', 'bench', 'cases'),
    rollupOptions: {
      ...server.build?.rollupOptions,
      input: {
        thread: join(root, 'bench', 'thread.ts'),
        ...Object.fromEntries(
          readdirSync(benchCases).map((file) => [basename(file, '.ts'), join(benchCases, file)]),
        ),
      },
    },
  },
};

const configs: { readonly [mode: string]: UserConfig } = { server, bench };

/** `vite build` makes the page, `vite build --mode server` the server, `--mode bench` the cases of the bench. */
export default defineConfig(({ mode }) => configs[mode] ?? web);
