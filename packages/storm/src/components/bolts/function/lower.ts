import { lowering, writtenFields } from '@sluice/component';
import { tupleSchema } from '@sluice/ir';
import { spec } from './spec.ts';

/** The fields that arrive and those that leave go with the code. */
export const lower = lowering(spec, (config, { input }) => {
  const fields = input?.fields ?? [];
  const outputs = config.outputFields.length === 0 ? fields : writtenFields(config.outputFields);
  return [
    {
      kind: 'script',
      run: spec.id,
      config: {
        code: config.code,
        onError: config.onError,
        timeoutMs: config.timeoutMs,
        fields: fields.map((f) => f.name),
        outputs: outputs.map((f) => ({ name: f.name, type: typeof f.type === 'string' ? f.type : 'any' })),
      },
      schema: tupleSchema(outputs),
    },
  ];
});
