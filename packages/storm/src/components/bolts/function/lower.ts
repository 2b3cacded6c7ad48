import { lowering, writtenFields, writtenStreams } from '@sluice/component';
import { type Field, tupleSchema } from '@sluice/ir';
import { spec } from './spec.ts';

/** The fields that arrive and those that leave go with the code. */
export const lower = lowering(spec, (config, { input }) => {
  const fields = input?.fields ?? [];
  const outputs = config.outputFields.length === 0 ? fields : writtenFields(config.outputFields);
  const streams = writtenStreams(config.outputStreams);
  return [
    {
      kind: 'script',
      run: spec.id,
      config: {
        code: config.code,
        onError: config.onError,
        timeoutMs: config.timeoutMs,
        fields: fields.map((f) => f.name),
        outputs: outputs.map(toOutput),
        ...(streams.length > 0 && {
          streams: streams.map(({ name, fields: own }) => ({ name, outputs: own.map(toOutput) })),
        }),
      },
      schema: tupleSchema(outputs),
      ...(streams.length > 0 && {
        outputs: Object.fromEntries(streams.map(({ name, fields: own }) => [name, tupleSchema(own)])),
      }),
    },
  ];
});

function toOutput({ name, type }: Field): { readonly name: string; readonly type: string } {
  return { name, type: typeof type === 'string' ? type : 'any' };
}
