import type { Flow } from './flow.ts';

/** Known keys of each part in the order the file has them; unknown ones follow, sorted. */
const order = {
  flow: ['version', 'name', 'summary', 'texts', 'systems', 'components', 'connections', 'layout'],
  version: ['major', 'minor'],
  text: ['language', 'content'],
  system: ['type', 'name', 'text', 'config', 'extra'],
  component: ['type', 'name', 'system', 'host', 'order', 'config', 'extra'],
  connection: ['from', 'to', 'config'],
  layout: ['components', 'systems'],
};

type Lines = (value: unknown, indent: string) => string;

const quote = (text: string): string => JSON.stringify(text);
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function block(open: string, rows: readonly string[], close: string, indent: string): string {
  if (rows.length === 0) return `${open}${close}`;
  return `${open}\n${rows.map((row) => `${indent}  ${row}`).join(',\n')}\n${indent}${close}`;
}

function keysInOrder(value: object, known: readonly string[]): string[] {
  const keys = Object.keys(value).filter((key) => (value as Record<string, unknown>)[key] !== undefined);
  const unknown = keys.filter((key) => !known.includes(key)).sort(byText);
  return [...known.filter((key) => keys.includes(key)), ...unknown];
}

/** On one line, with spaces as people write them; used for values that change as a whole. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    if (entries.length === 0) return '{}';
    return `{ ${entries.map(([key, item]) => `${quote(key)}: ${inline(item)}`).join(', ')} }`;
  }
  return JSON.stringify(value) ?? 'null';
}

const inlineLines: Lines = (value) => inline(value);

function object(known: readonly string[], parts: { readonly [key: string]: Lines }): Lines {
  return (value, indent) => {
    const record = value as Record<string, unknown>;
    const rows = keysInOrder(record, known).map((key) => {
      const print = Object.hasOwn(parts, key) ? (parts[key] ?? inlineLines) : inlineLines;
      return `${quote(key)}: ${print(record[key], `${indent}  `)}`;
    });
    return block('{', rows, '}', indent);
  };
}

function map(entry: Lines): Lines {
  return (value, indent) => {
    const record = value as Record<string, unknown>;
    const rows = Object.keys(record)
      .sort(byText)
      .map((key) => `${quote(key)}: ${entry(record[key], `${indent}  `)}`);
    return block('{', rows, '}', indent);
  };
}

const values = map(inlineLines);
const printer = object(order.flow, {
  texts: map(object(order.text, {})),
  systems: map(object(order.system, { config: values, extra: values })),
  components: map(object(order.component, { config: values, extra: values })),
  connections: map(object(order.connection, { config: values })),
  layout: object(order.layout, { components: values, systems: values }),
});

/** Writes a document: fixed key order, maps sorted by id, one property a line. Equal flows give equal bytes. */
export function printFlow(flow: Flow): string {
  return `${printer(flow, '')}\n`;
}
