import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Not 'import': Node would apply it to require() as well, and a CommonJS package would get an ES module.
  resolve: { conditions: ['@sluice/source', 'node'] },
  ssr: { resolve: { conditions: ['@sluice/source', 'node'] } },
  test: {
    include: ['packages/**/*.test.ts', 'apps/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // The machine may be busy: what waits for a condition gives up after a minute.
    testTimeout: 90_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
