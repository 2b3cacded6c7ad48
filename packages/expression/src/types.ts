import type { ExpressionNode, ExpressionType } from './contract.ts';

/** Prints a type the way messages show it. */
export function printType(type: ExpressionType): string {
  if (type === 'string') return 'text';
  if (type === 'integer') return 'a whole number';
  if (type === 'double') return 'a number';
  if (type === 'time') return 'a time';
  if (type === 'boolean') return 'true or false';
  if (typeof type === 'string') return type === 'any' ? 'any value' : type;
  if ('list' in type) return 'a list';
  return 'map' in type ? 'a map' : 'a record';
}

/** Prints a type in full, for example `list<string>`. */
export function typeName(type: ExpressionType): string {
  if (typeof type === 'string') return type;
  if ('list' in type) return `list<${typeName(type.list)}>`;
  if ('map' in type) return `map<${typeName(type.map)}>`;
  return `record<${type.record.map((f) => `${f.name}: ${typeName(f.type)}`).join(', ')}>`;
}

/** May be a number: integers, doubles, times. */
export function isNumber(type: ExpressionType): boolean {
  return type === 'any' || type === 'integer' || type === 'double' || type === 'time';
}

/** May be a whole number that is exact or null. */
export function isWhole(type: ExpressionType): boolean {
  return type === 'integer' || type === 'time';
}

/** May be text; bytes read as UTF-8. */
export function isTextual(type: ExpressionType): boolean {
  return type === 'any' || type === 'string' || type === 'bytes';
}

/** May be true or false. */
export function isBoolean(type: ExpressionType): boolean {
  return type === 'any' || type === 'boolean';
}

/** May be a list. */
export function isList(type: ExpressionType): boolean {
  return type === 'any' || (typeof type === 'object' && 'list' in type);
}

/** Whether two types are the same. */
export function isSameType(a: ExpressionType, b: ExpressionType): boolean {
  return typeName(a) === typeName(b);
}

/** The narrowest type that holds both. */
export function unify(a: ExpressionType, b: ExpressionType): ExpressionType {
  if (isSameType(a, b)) return a;
  const isNumeric = (t: ExpressionType): boolean => t !== 'any' && isNumber(t);
  if (isNumeric(a) && isNumeric(b)) return isWhole(a) && isWhole(b) ? 'integer' : 'double';
  const isSomeText = (t: ExpressionType): boolean => t !== 'any' && isTextual(t);
  if (isSomeText(a) && isSomeText(b)) return 'string';
  if (typeof a === 'object' && typeof b === 'object') {
    if ('list' in a && 'list' in b) return { list: unify(a.list, b.list) };
    if ('map' in a && 'map' in b) return { map: unify(a.map, b.map) };
  }
  return 'any';
}

/** Whether a node is null and nothing else: it fits every type. */
export function isNull(node: ExpressionNode): boolean {
  return node.kind === 'literal' && node.value === null;
}

/** The type of a value that is one of these; nulls do not count. */
export function unifyNodes(nodes: readonly ExpressionNode[]): ExpressionType {
  const known = nodes.filter((node) => !isNull(node)).map((node) => node.type);
  return known.length === 0 ? 'any' : known.reduce(unify);
}

/** The type of arithmetic over two numbers. */
export function numeric(a: ExpressionType, b: ExpressionType): ExpressionType {
  return isWhole(a) && isWhole(b) ? 'integer' : 'double';
}
