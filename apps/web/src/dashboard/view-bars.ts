import type { ViewTable } from '@sluice/protocol';

/** A row of a view as a bar. */
export interface Bar {
  readonly label: string;
  readonly value: number;
}

/** Reads a view as bars: the last column of numbers, labelled by the others. Undefined when it has no numbers. */
export function barsOf(view: Pick<ViewTable, 'columns' | 'rows'>): readonly Bar[] | undefined {
  const isNumber = view.columns.map(
    (_, place) => view.rows.length > 0 && view.rows.every((row) => typeof row[place] === 'number'),
  );
  const measured = isNumber.lastIndexOf(true);
  if (measured < 0) return undefined;
  // A leading column of ranks is no label when there is a text to take.
  const named = view.columns.flatMap((_, place) =>
    place === measured || isNumber[place] === true ? [] : [place],
  );
  const labels =
    named.length > 0 ? named : view.columns.flatMap((_, place) => (place === measured ? [] : [place]));
  return view.rows.map((row) => ({
    label: labels.map((place) => String(row[place] ?? '')).join(' '),
    value: Number(row[measured] ?? 0),
  }));
}
