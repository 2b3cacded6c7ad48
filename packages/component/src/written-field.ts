import type { Field } from '@sluice/ir';

const types = ['string', 'integer', 'double', 'boolean'] as const;

/** A field as a person declares it: `word`, or `count: integer`. */
export interface WrittenField {
  readonly name: string;
  /** Undefined when what stands behind the colon is no type. */
  readonly type: 'any' | (typeof types)[number] | undefined;
}

/** Reads a declaration of a field. */
export function readWrittenField(text: string): WrittenField {
  const [name = '', type] = text.split(':', 2).map((part) => part.trim());
  return { name, type: type === undefined ? 'any' : types.find((known) => known === type) };
}

/** A stream a person declares: `errors(line, count: integer)`. */
export interface WrittenStream {
  readonly name: string;
  readonly fields: readonly string[];
}

/** Reads a declaration of a stream; undefined when it is none. */
export function readWrittenStream(text: string): WrittenStream | undefined {
  const [, name, list] = /^\s*([^\s(),:]+)\s*\(([^()]*)\)\s*$/.exec(text) ?? [];
  if (name === undefined || list === undefined) return undefined;
  const fields = list.split(',').map((field) => field.trim());
  return { name, fields: list.trim() === '' ? [] : fields };
}

/** The streams texts declare; what cannot be read is left out. */
export function writtenStreams(
  texts: readonly string[],
): readonly { readonly name: string; readonly fields: readonly Field[] }[] {
  return texts.flatMap((text) => {
    const stream = readWrittenStream(text);
    return stream === undefined ? [] : [{ name: stream.name, fields: writtenFields(stream.fields) }];
  });
}

/** The fields texts declare; a type nobody knows is any. */
export function writtenFields(texts: readonly string[]): Field[] {
  return texts.map((text) => {
    const { name, type } = readWrittenField(text);
    return { name, type: type ?? 'any' };
  });
}
