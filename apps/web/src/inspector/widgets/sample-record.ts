import type { ExpressionType, Scope } from '@sluice/expression';

/** A text that stands for a value of this type in the try-it line, when nothing better is known. */
export function sampleText(type: ExpressionType, name: string): string {
  if (typeof type !== 'string') {
    if ('list' in type) return 'one, two';
    return '{}';
  }
  switch (type) {
    case 'integer':
      return '42';
    case 'double':
      return '4.2';
    case 'boolean':
      return 'true';
    case 'time':
      return '0';
    default:
      return name === 'a' || name === 'b' ? (name === 'a' ? '10' : '3') : 'the cow jumped over the moon';
  }
}

/** The value a typed sample stands for. */
export function sampleValue(type: ExpressionType, text: string): unknown {
  if (typeof type !== 'string') {
    if ('list' in type) return text.split(',').map((item) => sampleValue(type.list, item.trim()));
    return readJson(text) ?? {};
  }
  if (type === 'integer' || type === 'double' || type === 'time') return Number(text);
  if (type === 'boolean') return text.trim() === 'true';
  if (type === 'any') return readJson(text) ?? text;
  return text;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A record made of samples: the typed ones, and stand-ins for the rest of the fields. */
export function sampleRecord(
  scope: Scope,
  typed: { readonly [name: string]: string },
): { readonly [name: string]: unknown } {
  return Object.fromEntries(
    scope.map(({ name, type }) => [name, sampleValue(type, typed[name] ?? sampleText(type, name))]),
  );
}

/** A computed value as the try-it line shows it. */
export function resultText(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return `'${value}'`;
  if (value instanceof Uint8Array) return `'${new TextDecoder().decode(value)}'`;
  return JSON.stringify(value) ?? String(value);
}
