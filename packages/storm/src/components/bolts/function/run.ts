import { createFunctionScript, type FunctionProgram, implementScript } from '@sluice/runtime';
import { spec } from './spec.ts';

export const run = implementScript(spec, (config, context) => {
  // Lowering adds what arrives and what leaves.
  const {
    fields,
    outputs,
    streams = [],
  } = config as unknown as Pick<FunctionProgram, 'fields' | 'outputs' | 'streams'>;
  const { code, timeoutMs, onError } = config;
  return createFunctionScript({ code, shape: 'emit', fields, outputs, streams, timeoutMs }, context, onError);
});
