import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '@sluice/compiler';
import { createCatalog, type Drawing } from '@sluice/component';
import { openDataset } from '@sluice/datasets';
import { createRun, type RunEvent } from '@sluice/runtime';
import { createFileGate, createStateStore, systemClock } from '@sluice/runtime/node';
import { flume } from '../src/index.ts';
import { flumeImplementations } from '../src/runtime.ts';

/** A run in this process. */
export interface LiveAgent {
  /** What its components have printed. */
  said(): string;
  /** Errors its components have logged. */
  readonly errors: readonly string[];
  stop(): Promise<void>;
}

/** Runs a drawing in this process on the real clock, with its files below `directory`. */
export async function runEmbedded(
  drawing: Drawing,
  directory: string,
  options: { readonly isExecAllowed?: boolean } = {},
): Promise<LiveAgent> {
  const compiled = compile(drawing, { catalog: createCatalog([flume]) });
  if (!compiled.program) throw new Error(compiled.diagnostics.map((d) => d.message).join('\n'));
  mkdirSync(join(directory, 'data'), { recursive: true });
  const states = createStateStore(join(directory, 'state'));
  const said: string[] = [];
  const errors: string[] = [];
  const run = createRun(compiled.program, {
    implementations: flumeImplementations,
    ...systemClock,
    seed: 1,
    files: createFileGate({ roots: [directory] }),
    capabilities: { exec: options.isExecAllowed === true, isPortAllowed: () => true },
    openDataset,
    loadState: (key) => states.load(key),
    saveState: (key, state) => states.save(key, state),
    emit: (event: RunEvent) => {
      if (event.kind === 'print') said.push(event.text);
      if (event.kind === 'log' && event.level === 'error')
        errors.push(`${event.component}: ${event.message}`);
    },
  });
  await run.start();
  return {
    said: () => said.join('\n'),
    errors,
    async stop() {
      await run.stop(5000);
      states.close();
    },
  };
}
