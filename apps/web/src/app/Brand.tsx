import type { ReactElement } from 'react';
import { Link } from 'wouter';

/** The mark alone: a gate in a channel, high water left, low water right. */
export function Mark({ size = 22 }: { readonly size?: number }): ReactElement {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <rect width="24" height="24" rx="6" fill="var(--color-logo-ink)" />
      <path
        d="M0 8.5h9.5v6.75h5c2.75 0 3 2.75 6.25 2.75H24a6 6 0 0 1-6 6H6a6 6 0 0 1-6-6z"
        fill="var(--color-logo-water)"
      />
      <path
        d="M10.5 3.25a.75.75 0 0 1 .75-.75h2a.75.75 0 0 1 .75.75V14h-3.5z"
        fill="var(--color-logo-gate)"
      />
    </svg>
  );
}

/** Mark and name; leads home. */
export function Brand(): ReactElement {
  return (
    <Link href="/" className="brand" aria-label="Sluice, home">
      <Mark />
      <span>Sluice</span>
    </Link>
  );
}
