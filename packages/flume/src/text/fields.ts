import type { ComponentSpec, FieldSpec } from '@sluice/component';
import type { Json, JsonObject } from '@sluice/ir';
import type { Properties } from './agents.ts';
import { javaWords } from './java-text.ts';

/** Properties of a component read into its fields; what the spec does not know goes to `extra`. */
export interface FieldsReading {
  readonly config: { [name: string]: Json };
  readonly extra: { [key: string]: string };
}

/** What a text says about a component, turned into fields and back. */
export interface Codec {
  read(spec: ComponentSpec, properties: Properties): FieldsReading;
  /** The properties the component should have. `current` are those it has: what already says the same stays. */
  write(
    spec: ComponentSpec,
    reading: { config: JsonObject; extra: JsonObject },
    current: Properties,
  ): Properties;
}

/** The value of a field as a text has it; what does not fit the field stays text, for the compiler to report. */
export function parseField(spec: FieldSpec, text: string): Json {
  switch (spec.type) {
    case 'integer':
      return /^[+-]?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;
    case 'number':
      return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
    case 'boolean': {
      const lower = text.toLowerCase();
      return lower === 'true' ? true : lower === 'false' ? false : text;
    }
    case 'choice':
      if (spec.choices.includes(text) || spec.ignoresCase !== true) return text;
      return spec.choices.find((choice) => choice.toLowerCase() === text.toLowerCase()) ?? text;
    case 'list':
      return javaWords(text);
    default:
      return text;
  }
}

/** The text of a field's value; undefined when there is nothing to say. */
export function formatField(value: Json | undefined): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.join(' ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Says whether two values of a field are the same. */
export function isSame(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Reads and writes every field that has a key of its own. */
export const plainCodec: Codec = {
  read(spec, properties) {
    const config: Record<string, Json> = {};
    const known = new Set<string>(['type']);
    for (const [name, field] of Object.entries(spec.config)) {
      if (field.exportKey === undefined) continue;
      known.add(field.exportKey);
      const text = properties.get(field.exportKey);
      if (text === undefined) {
        // Our default is a convenience of the form; Flume has none, so the property is missing.
        if (field.isRequired === true && field.default !== undefined) config[name] = '';
        continue;
      }
      const value = parseField(field, text);
      if (!isSame(value, field.default as Json | undefined)) config[name] = value;
    }
    return { config, extra: extraOf(properties, (key) => known.has(key)) };
  },

  write(spec, { config, extra }, current) {
    const desired = new Map<string, string>();
    for (const [name, field] of Object.entries(spec.config)) {
      const key = field.exportKey;
      if (key === undefined) continue;
      const text = current.get(key);
      const value = Object.hasOwn(config, name) ? config[name] : (field.default as Json | undefined);
      if (text !== undefined && isSame(parseField(field, text), value)) desired.set(key, text);
      else if (field.isRequired === true || !isSame(value, field.default as Json | undefined)) {
        const written = formatField(value);
        if (written !== undefined) desired.set(key, written);
      }
    }
    addExtra(desired, extra);
    return desired;
  },
};

/** The properties `isKnown` does not name, as the document keeps them. */
export function extraOf(
  properties: Properties,
  isKnown: (key: string) => boolean,
): { [key: string]: string } {
  const extra: { [key: string]: string } = {};
  for (const [key, value] of properties) if (!isKnown(key)) extra[key] = value;
  return extra;
}

/** Adds kept properties that no field has set. */
export function addExtra(desired: Map<string, string>, extra: JsonObject): void {
  for (const [key, value] of Object.entries(extra)) {
    if (!desired.has(key) && typeof value === 'string') desired.set(key, value);
  }
}
