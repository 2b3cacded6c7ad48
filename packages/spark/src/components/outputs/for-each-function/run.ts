import {
  type FunctionProgram,
  implementSink,
  liveRows,
  openFunction,
  RunError,
  settleFailures,
} from '@sluice/runtime';
import { spec } from './spec.ts';

export const run = implementSink(spec, (config, context) => {
  // Lowering adds what arrives.
  const { fields, outputs } = config as unknown as Pick<FunctionProgram, 'fields' | 'outputs'>;
  const { code, timeoutMs, onError } = config;
  const called = openFunction({ code, shape: 'each', fields, outputs, timeoutMs }, context);
  return {
    async write(batch) {
      if (liveRows(batch) === 0) return;
      const failed = settleFailures(batch, await called.call(batch), { onError, context });
      if (failed) throw new RunError('RUN_SCRIPT_FAILED', failed.reason);
    },
    close: () => called.close(),
  };
});
