import { type JsonStep, parseJsonPath } from '../../values/json-path.ts';
import { quoteSql } from './snippets.ts';

/** A path without stars and negative indexes, as Spark's variants take it. */
function variantPath(steps: readonly JsonStep[]): string {
  const parts = steps.map((step) => {
    if (step.kind === 'index') return `[${step.index}]`;
    if (step.kind === 'all') return '';
    return step.key.includes("'") ? `["${step.key}"]` : `['${step.key}']`;
  });
  return quoteSql(`$${parts.join('')}`);
}

/** The value of a type in a variant, or null when it is of another. */
function typed(variant: string, type: string): string {
  const isOf = (names: string): string => `regexp_like(schema_of_variant(${variant}), '^(${names})')`;
  switch (type) {
    case 'string':
      return `CASE WHEN ${isOf('STRING')} THEN try_variant_get(${variant}, '$', 'string') END`;
    case 'boolean':
      return `CASE WHEN ${isOf('BOOLEAN')} THEN try_variant_get(${variant}, '$', 'boolean') END`;
    default: {
      const number = `try_variant_get(${variant}, '$', 'double')`;
      const isNumber = isOf('BIGINT|DOUBLE|DECIMAL');
      const most = Number.MAX_SAFE_INTEGER;
      return type === 'double'
        ? `CASE WHEN ${isNumber} AND abs(${number}) < double('Infinity') THEN ${number} END`
        : `CASE WHEN ${isNumber} AND abs(${number}) <= ${most}L AND ${number} = floor(${number}) THEN CAST(${number} AS BIGINT) END`;
    }
  }
}

/** A chain of steps over one variant, by element access where a path cannot say it. */
function follow(variant: string, steps: readonly JsonStep[], type: 'variant' | 'array<variant>'): string {
  const last = steps.findLastIndex((step) => step.kind === 'index' && step.index < 0);
  if (last < 0) return `try_variant_get(${variant}, ${variantPath(steps)}, '${type}')`;
  const step = steps[last];
  const list = follow(variant, steps.slice(0, last), 'array<variant>');
  const item = `try_element_at(${list}, ${step?.kind === 'index' ? step.index : 0})`;
  const rest = steps.slice(last + 1);
  return rest.length === 0 && type === 'variant'
    ? item
    : `try_variant_get(${item}, ${variantPath(rest)}, '${type}')`;
}

/** `json(text, path, type)`; `text` is written once or twice, so it should be a plain column or variable. */
export function jsonSql(text: string, path: string, type: string): string {
  const steps = parseJsonPath(path)?.steps ?? [];
  const root = `try_parse_json(${text})`;
  const pieces: JsonStep[][] = [[]];
  for (const step of steps) {
    if (step.kind === 'all') pieces.push([]);
    else pieces.at(-1)?.push(step);
  }
  const [first = [], ...later] = pieces;
  if (later.length === 0) {
    const found = follow(root, first, 'variant');
    return `try_element_at(transform(array(${found}), sx_v -> ${typed('sx_v', type)}), 1)`;
  }
  let list = follow(root, first, 'array<variant>');
  for (const [index, piece] of later.entries()) {
    const isLast = index === later.length - 1;
    if (isLast) {
      if (piece.length > 0) list = `transform(${list}, sx_v -> ${follow('sx_v', piece, 'variant')})`;
    } else {
      const inner = follow('sx_v', piece, 'array<variant>');
      list = `flatten(filter(transform(${list}, sx_v -> ${inner}), sx_v -> sx_v IS NOT NULL))`;
    }
  }
  const values = `filter(transform(${list}, sx_v -> ${typed('sx_v', type)}), sx_v -> sx_v IS NOT NULL)`;
  return `CASE WHEN ${text} IS NOT NULL THEN coalesce(${values}, array()) END`;
}
