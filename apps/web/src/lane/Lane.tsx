import type { ReactElement } from 'react';

/** Placeholder until its parts are written. */
export function Lane(): ReactElement {
  return <section className="lane" aria-label="Lane" />;
}
