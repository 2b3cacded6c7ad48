import type { ReactElement } from 'react';

export interface ExtraProps {
  readonly extra: { readonly [key: string]: string } | undefined;
  readonly isUnknown: boolean;
}

/** Properties no spec knows, as they came. */
export function Extra({ extra = {}, isUnknown }: ExtraProps): ReactElement | null {
  const entries = Object.entries(extra);
  if (entries.length === 0 && !isUnknown) return null;
  return (
    <section className="fgroup" aria-label="Other properties">
      <h3>Other properties</h3>
      <p className="hint">
        {isUnknown ? 'Sluice does not know this type. ' : ''}
        These properties are kept and exported as they were.
      </p>
      <dl className="extra">
        {entries.map(([key, value]) => (
          <div key={key}>
            <dt className="key">{key}</dt>
            <dd className="mono">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
