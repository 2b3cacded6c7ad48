import tseslint from 'typescript-eslint';

/**
 * Biome formats; these rules judge what only types or the house rules can see.
 * Restricted lists are shared constants because flat config replaces a rule, it does not merge it.
 */
const everywhere = [
  { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
  {
    selector: 'ExportAllDeclaration',
    message: 'List the exported names; `export *` hides what a package offers.',
  },
  {
    selector: 'ExportDefaultDeclaration',
    message: 'Use a named export (default only where a tool requires it).',
  },
  {
    selector: "CallExpression[callee.name='eval']",
    message: 'No eval: parse, and compile only from the typed expression tree.',
  },
];
const deterministic = [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Take the time from the context: context.now().',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Take the time from the context: new Date(context.now()).',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Take randomness from the context: context.random().',
  },
];
const noFunctionConstructor = {
  selector: "NewExpression[callee.name='Function']",
  message: 'Only packages/runtime/src/logic may compile code, and only from the typed expression tree.',
};

const production = ['packages/*/src/**/*.ts', 'apps/*/src/**/*.{ts,tsx}'];
const kernel = [
  'packages/{ir,component,expression,kernels,flow,compiler,exporter,runtime,flume,storm,spark,datasets}/src/**/*.ts',
];

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/**',
      '**/dist/**',
      '.cache/**',
      '**/*.gen.ts',
      '**/*.cjs',
      '**/*.mjs',
      '**/assembly/**',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: {
        project: [
          'tsconfig.isomorphic.json',
          'tsconfig.node.json',
          'tsconfig.web.json',
          'tsconfig.test.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      'no-restricted-syntax': ['error', ...everywhere],
      'max-lines': ['error', { max: 500 }],
    },
  },
  {
    files: production,
    rules: { 'no-restricted-syntax': ['error', ...everywhere, noFunctionConstructor] },
  },
  {
    files: kernel,
    ignores: ['**/*.test.ts', 'packages/runtime/src/node/**'],
    rules: {
      'no-restricted-syntax': ['error', ...everywhere, ...deterministic, noFunctionConstructor],
      'no-restricted-globals': [
        'error',
        { name: 'setTimeout', message: 'Use context.schedule().' },
        { name: 'setInterval', message: 'Use context.schedule().' },
        { name: 'setImmediate', message: 'Use context.schedule().' },
        { name: 'console', message: 'Use context.log().' },
      ],
    },
  },
  {
    files: ['packages/runtime/src/logic/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere, ...deterministic] },
  },
  {
    files: ['vite.config.ts', 'vitest.config.ts', 'e2e/playwright.config.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...everywhere.filter((r) => r.selector !== 'ExportDefaultDeclaration'),
      ],
    },
  },
  {
    files: ['apps/web/src/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...everywhere,
        noFunctionConstructor,
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: 'Render text; markup from data is an attack.',
        },
      ],
    },
  },
);
