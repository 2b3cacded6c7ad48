/** Writes a text as a literal of the expression language. */
export function quote(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  return `'${escaped.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}'`;
}

/** The expression that reads a header. */
export function header(name: string): string {
  return `headers[${quote(name)}]`;
}

/** The field of a map that sets a header. */
export function headerField(name: string): { readonly name: string; readonly type: 'string' } {
  return { name: `headers.${name}`, type: 'string' };
}
