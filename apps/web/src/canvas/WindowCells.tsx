import type { ReactElement } from 'react';
import type { WindowStrip } from './geometry.ts';

const cells = 20;

/** Twenty cells of time: those in the window filled, the newest slide marked, a bracket over the window. */
export function WindowCells({
  window,
  width,
}: {
  readonly window: WindowStrip;
  readonly width: number;
}): ReactElement {
  const { length, slide, unit } = window;
  const inWindow = 17;
  const first = cells - inWindow;
  const newest = Math.min(inWindow, Math.max(1, Math.round((slide / length) * inWindow)));
  const x = (i: number): number => i * 5.9;
  return (
    <div className="window-line">
      <svg
        width={width < 200 ? 72 : 96}
        height="18"
        viewBox="0 0 118 18"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {Array.from({ length: cells }, (_, i) => (
          <rect
            // cells have no identity beyond their place
            key={i}
            x={x(i)}
            y="5"
            width="4.4"
            height="8"
            rx="1"
            className={i < first ? 'out' : i >= cells - newest ? 'new' : 'in'}
          />
        ))}
        <path className="bracket" d={`M${x(first) - 0.5} 4V1.5H117.5V4`} />
      </svg>
      <span className="trunc">
        {length} {unit}, slides {slide} {unit}
      </span>
    </div>
  );
}
