import { type Compiled, compile } from '@sluice/compiler';
import { prepareCode } from '@sluice/compiler/code';
import type { Flow } from '@sluice/flow';
import { catalog } from '../../engines.ts';

const compiled = new WeakMap<Flow, Compiled>();

/** Compiles a flow; one that did not change is not compiled again. */
export function compileFlow(flow: Flow): Compiled {
  let result = compiled.get(flow);
  if (!result) {
    result = compileOrSay(flow);
    compiled.set(flow, result);
  }
  return result;
}

/** A defect of the compiler is a problem of the flow it met, not of the whole list. */
function compileOrSay(flow: Flow): Compiled {
  try {
    return compile(flow, {
      catalog,
      name: flow.name,
      checkCode: (text, shape) => prepareCode(text, shape).problems,
    });
  } catch (error) {
    return {
      program: undefined,
      schemas: { components: {}, connections: {} },
      diagnostics: [
        {
          code: 'COMPILER_FAILED',
          severity: 'error',
          message: `Sluice failed to check this flow: ${(error as Error).message}`,
          at: {},
          help: 'This is a defect of Sluice; please report it with the flow file.',
        },
      ],
    };
  }
}
