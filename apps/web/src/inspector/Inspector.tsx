import type { ReactElement } from 'react';

/** Placeholder until its parts are written. */
export function Inspector(): ReactElement {
  return <aside className="inspector" aria-label="Inspector" />;
}
