/** What `elementTypes` of a sink says about a field: doubles print differently from whole numbers. */
export type TextForm = 'double' | 'other';

/** A value as Scala's `toString` writes it: `1.0` for a double, `List(a, b)`, `Map(k -> v)`. */
export function scalaText(value: unknown, form: TextForm = 'other'): string {
  if (typeof value === 'number') {
    return form === 'double' || !Number.isInteger(value) ? doubleText(value) : String(value);
  }
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return `List(${value.map((item) => scalaText(item, form)).join(', ')})`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(([name, item]) => `${name} -> ${scalaText(item, form)}`);
    return `Map(${entries.join(', ')})`;
  }
  return String(value);
}

/** `Double.toString`: the shortest digits, an exponent from 10,000,000 on and below 0.001. */
export function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (Object.is(value, -0)) return '-0.0';
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-3 && size < 1e7)) {
    const text = String(value);
    return text.includes('.') ? text : `${text}.0`;
  }
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent.replace('+', '')}`;
}
