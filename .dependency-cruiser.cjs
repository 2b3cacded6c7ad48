/** Layers of the house; see ARCHITECTURE.md. Each message says what to do instead. */
const machinery =
  '^packages/(ir|component|expression|kernels|flow|compiler|exporter|runtime|protocol|connectors)/';
const engines = '^packages/(flume|storm|spark)/';
const serverFiles = [
  '^packages/[^/]+/src/.+/run\\.ts$',
  '^packages/[^/]+/src/runtime\\.ts$',
  '^packages/[^/]+/src/implementations\\.gen\\.ts$',
  '^packages/[^/]+/src/node/',
  '^packages/connectors/',
  '^packages/testkit/',
  '^packages/tooling/',
  '^apps/server/',
  '^apps/cli/',
];
const tests = [
  '\\.test\\.tsx?$',
  '^packages/[^/]+/test/',
  '^packages/[^/]+/bench/',
  '^apps/[^/]+/test/',
  '^e2e/',
  '^bench/',
  '^packages/testkit/',
];

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Modules must not import each other in a circle. Move the shared part into a third file.',
      severity: 'error',
      from: { pathNot: tests },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'ir-and-expression-stand-alone',
      comment: 'ir and expression import nothing of ours. Hand in what they need.',
      severity: 'error',
      from: { path: '^packages/(ir|expression)/src/', pathNot: tests },
      to: { path: '^packages/(?!ir/|expression/)|^apps/' },
    },
    {
      name: 'kernels-stand-alone',
      comment:
        'kernels know bytes and numbers, nothing of ours and nothing from npm. Hand in what they need.',
      severity: 'error',
      from: { path: '^packages/kernels/(src|assembly)/', pathNot: tests },
      to: { pathNot: '^packages/kernels/(src|assembly)/' },
    },
    {
      name: 'component-and-flow-know-only-ir',
      comment: 'component and flow are strangers to each other and to everything but ir.',
      severity: 'error',
      from: { path: '^packages/(component|flow)/src/', pathNot: tests },
      to: { path: '^(packages|apps)/', pathNot: ['^packages/ir/', '^packages/$1/'] },
    },
    {
      name: 'machinery-knows-no-engine',
      comment: 'Machinery is told what exists: take a catalog or a table as a parameter.',
      severity: 'error',
      from: { path: machinery, pathNot: tests },
      to: { path: engines },
    },
    {
      name: 'engines-are-strangers',
      comment: 'Engines never import each other; what two need goes to connectors or runtime.',
      severity: 'error',
      from: { path: '^packages/(flume|storm|spark)/', pathNot: tests },
      to: { path: engines, pathNot: '^packages/$1/' },
    },
    {
      name: 'engines-know-no-app-nor-compiler',
      comment:
        'An engine package imports ir, component, exporter; runtime and connectors only from server files.',
      severity: 'error',
      from: { path: engines, pathNot: tests },
      to: { path: '^(apps/|packages/(flow|compiler|protocol|datasets|examples)/)' },
    },
    {
      name: 'runtime-only-from-server-files',
      comment:
        'Only run.ts, runtime.ts and semantics/ may import the runtime: specs and lowerings reach the browser.',
      severity: 'error',
      from: { path: engines, pathNot: [...serverFiles, '/semantics/', ...tests] },
      to: { path: '^packages/(runtime|connectors)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'components-are-strangers',
      comment:
        'A component folder stands alone; move what two share into the engine package beside components/.',
      severity: 'error',
      from: { path: '^packages/(flume|storm|spark)/src/components/([^/]+)/([^/]+)/', pathNot: tests },
      to: { path: '^packages/[^/]+/src/components/', pathNot: '^packages/$1/src/components/$2/$3/' },
    },
    {
      name: 'runtime-knows-no-flow',
      comment: 'The runtime reads programs, never drawings or flows.',
      severity: 'error',
      from: { path: '^packages/runtime/src/', pathNot: tests },
      to: { path: '^packages/(flow|compiler|exporter|connectors|protocol|datasets)/' },
    },
    {
      name: 'browser-never-reaches-server',
      comment:
        'The page may not reach server code, not even through others. Import the "." entry of a package.',
      severity: 'error',
      from: { path: '^apps/web/src/', pathNot: tests },
      to: { path: serverFiles, reachable: true },
    },
    {
      name: 'isomorphic-never-uses-node',
      comment: 'Files that may run in a browser use no Node module; put it into run.ts or src/node/.',
      severity: 'error',
      from: { path: '^packages/', pathNot: [...serverFiles, ...tests] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'production-never-imports-test-code',
      comment: 'testkit, tooling and test folders are for development only.',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: [...tests, '^packages/tooling/'] },
      to: { path: '^packages/(testkit|tooling)/|^packages/[^/]+/test/' },
    },
    {
      name: 'packages-through-their-door',
      comment: 'Import another package by its name, not by a path into its src.',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/', pathNot: tests },
      to: { path: '^(packages|apps)/[^/]+/src/', pathNot: '^$1/$2/', dependencyTypes: ['local'] },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'This import leads nowhere.',
      severity: 'error',
      from: { pathNot: tests },
      to: { couldNotResolve: true, pathNot: '\\?(worker|url|raw)$|^virtual:' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@sluice/source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};
