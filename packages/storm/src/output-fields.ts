import type { Field } from '@sluice/ir';

const types = ['string', 'integer', 'double', 'boolean'] as const;

/** A field a function gives, as it is written: `word`, or `count: integer`. */
export interface WrittenField {
  readonly name: string;
  /** Undefined when what stands behind the colon is no type. */
  readonly type: 'any' | (typeof types)[number] | undefined;
}

/** Reads a declaration of an output field. */
export function readOutputField(text: string): WrittenField {
  const [name = '', type] = text.split(':', 2).map((part) => part.trim());
  return { name, type: type === undefined ? 'any' : types.find((known) => known === type) };
}

/** The fields a function declares. */
export function outputFieldsOf(texts: readonly string[]): Field[] {
  return texts.map((text) => {
    const { name, type } = readOutputField(text);
    return { name, type: type ?? 'any' };
  });
}
