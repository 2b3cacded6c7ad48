import { type Batch, columnOf, forEachRow, readValue } from '@sluice/runtime';
import { scalaText, type TextForm } from './scala-text.ts';

/** Reads the elements of a batch as Spark's text outputs write them. */
export interface ElementText {
  /** The first `most` elements as text. */
  lines(batch: Batch, most?: number): string[];
}

/** Makes the reader for a sink whose config came from `sinkConfig`. */
export function elementText(config: object): ElementText {
  const types = elementTypesOf(config);
  const isPair = types !== undefined && 'key' in types;

  function lines(batch: Batch, most = Number.POSITIVE_INFINITY): string[] {
    const key = columnOf(batch, 'key');
    const value = columnOf(batch, 'value');
    const texts: string[] = [];
    if (!value) return texts;
    const withKey = key !== undefined && (isPair || types === undefined);
    forEachRow(batch, (row) => {
      if (texts.length >= most) return;
      const text = scalaText(readValue(value, row), types?.value);
      texts.push(withKey ? `(${scalaText(readValue(key, row), types?.key)},${text})` : text);
    });
    return texts;
  }

  return { lines };
}

/** The text forms of the fields that arrive, by name; undefined when the compiler did not know the stream. */
export function elementTypesOf(config: object): { readonly [field: string]: TextForm } | undefined {
  return (config as { readonly elementTypes?: { readonly [field: string]: TextForm } }).elementTypes;
}
