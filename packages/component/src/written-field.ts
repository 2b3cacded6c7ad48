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

/** The fields texts declare; a type nobody knows is any. */
export function writtenFields(texts: readonly string[]): Field[] {
  return texts.map((text) => {
    const { name, type } = readWrittenField(text);
    return { name, type: type ?? 'any' };
  });
}
