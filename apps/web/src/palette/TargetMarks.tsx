import type { ComponentSpec, Target } from '@sluice/component';
import type { ReactElement } from 'react';
import { engineLooks } from '../canvas/looks.ts';
import { capabilityOf } from './palette-rows.ts';

const targets: readonly Target[] = ['flume', 'storm', 'spark'];

const looks = {
  yes: { fill: 'currentColor', stroke: 'currentColor' },
  'with-difference': { fill: 'none', stroke: 'currentColor' },
  no: { fill: 'none', stroke: 'var(--color-line-2)' },
} as const;

/** One mark for each engine: solid native, hollow with a difference, faint cannot. */
export function TargetMarks({ spec }: { readonly spec: ComponentSpec }): ReactElement {
  return (
    <span className="where" aria-hidden="true">
      {targets.map((target) => (
        <Mark key={target} target={target} can={capabilityOf(spec, target).can} />
      ))}
    </span>
  );
}

/** One mark in the outline of its engine. */
export function Mark({
  target,
  can,
}: {
  readonly target: Target;
  readonly can: keyof typeof looks;
}): ReactElement {
  return (
    <svg
      width="8"
      height="8"
      viewBox="-2 -2 32 32"
      style={{ ...looks[can], strokeWidth: 3.5 }}
      aria-hidden="true"
    >
      <path d={engineLooks[target].tile} />
    </svg>
  );
}
