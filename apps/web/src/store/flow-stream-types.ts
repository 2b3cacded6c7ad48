import type { Schema, ValueType } from '@sluice/ir';

/** The type of each connection's stream where the engine has a word for it: `DStream[(String, Long)]`. */
export function streamTypesOf(schemas: { readonly [connection: string]: Schema }): {
  readonly [connection: string]: string;
} {
  return Object.fromEntries(
    Object.entries(schemas).flatMap(([id, schema]) => {
      const word = dstreamWord(schema);
      return word === undefined ? [] : [[id, word] as const];
    }),
  );
}

function dstreamWord({ shape, fields }: Schema): string | undefined {
  const [first, second] = fields;
  if (shape === 'element' && first) return `DStream[${scalaWord(first.type)}]`;
  if (shape === 'pair' && first && second)
    return `DStream[(${scalaWord(first.type)}, ${scalaWord(second.type)})]`;
  return undefined;
}

const scalaWords = {
  any: 'Any',
  string: 'String',
  bytes: 'Array[Byte]',
  integer: 'Long',
  double: 'Double',
  boolean: 'Boolean',
  time: 'Time',
} as const;

function scalaWord(type: ValueType): string {
  if (typeof type === 'string') return scalaWords[type];
  if ('list' in type) return `Seq[${scalaWord(type.list)}]`;
  if ('map' in type) return `Map[String, ${scalaWord(type.map)}]`;
  return 'Row';
}
