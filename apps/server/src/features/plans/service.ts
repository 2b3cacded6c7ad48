import type { Flow } from '@sluice/flow';
import type { Diagnostic, Program } from '@sluice/ir';
import { type Plan, planProgram } from '@sluice/runtime/plan';
import { compileFlow } from '../checks/service.ts';

/** A plan with the program it was made from: what `sluice explain --json` prints. */
export type Explained = Plan & { readonly program: Program };

/** What a flow means and how it is run here; only diagnostics for one that does not compile. */
export function explainFlow(flow: Flow): {
  readonly diagnostics: readonly Diagnostic[];
  readonly explained: Explained | undefined;
} {
  const { program, diagnostics } = compileFlow(flow);
  return { diagnostics, explained: program && { ...planProgram(program), program } };
}
