import type { EngineId, Example } from '@sluice/protocol';

/** Says whether an example passes the engine filter and has every word of the search. */
export function matches(example: Example, engine: EngineId | undefined, text: string): boolean {
  if (engine !== undefined && !example.engines.includes(engine)) return false;
  const names = Object.values(example.flow.components).flatMap(({ name, type }) => [name, type]);
  const all = [example.title, example.summary, example.dataset, ...example.engines, ...names]
    .join(' ')
    .toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}
