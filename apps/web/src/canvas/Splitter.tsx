import { type PointerEvent, type ReactElement, useState } from 'react';

export interface SplitterProps {
  readonly label: string;
  readonly orientation: 'vertical' | 'horizontal';
  readonly size: number;
  readonly min: number;
  readonly max: number;
  /** Size after a double click. */
  readonly usual: number;
  /** The panel is after the splitter: moving towards the end makes it smaller. */
  readonly isAfter: boolean;
  readonly at: { readonly left?: number; readonly right?: number; readonly bottom?: number };
  readonly onSize: (size: number) => void;
}

const step = 16;

/**
 * What a key makes of the size: arrows move the line, Home and End make the panel smallest and largest, Enter gives
 * it its usual size. Undefined for any other key.
 */
export function sizeAfterKey(
  key: string,
  {
    orientation,
    size,
    min,
    max,
    usual,
    isAfter,
  }: Pick<SplitterProps, 'orientation' | 'size' | 'min' | 'max' | 'usual' | 'isAfter'>,
): number | undefined {
  const [back, forward] = orientation === 'vertical' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
  const outward = isAfter ? -step : step;
  switch (key) {
    case forward:
      return size + outward;
    case back:
      return size - outward;
    case 'Home':
      return min;
    case 'End':
      return max;
    case 'Enter':
      return usual;
    default:
      return undefined;
  }
}

/** The line between two panels: drag, arrows, double click for the usual size. */
export function Splitter({
  label,
  orientation,
  size,
  min,
  max,
  usual,
  isAfter,
  at,
  onSize,
}: SplitterProps): ReactElement {
  const [isOn, setIsOn] = useState(false);
  const set = (next: number): void => onSize(Math.round(Math.max(min, Math.min(max, next))));
  const start = (event: PointerEvent<HTMLDivElement>): void => {
    const element = event.currentTarget;
    const along = (e: { clientX: number; clientY: number }): number =>
      orientation === 'vertical' ? e.clientX : e.clientY;
    const from = along(event);
    element.setPointerCapture(event.pointerId);
    setIsOn(true);
    const move = (e: globalThis.PointerEvent): void => set(size + (along(e) - from) * (isAfter ? -1 : 1));
    const stop = (): void => {
      setIsOn(false);
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerup', stop);
      element.removeEventListener('pointercancel', stop);
    };
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerup', stop);
    element.addEventListener('pointercancel', stop);
  };
  return (
    <div
      className={`splitter${isOn ? ' on' : ''}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      style={at}
      onPointerDown={start}
      onDoubleClick={() => set(usual)}
      onKeyDown={(event) => {
        const next = sizeAfterKey(event.key, { orientation, size, min, max, usual, isAfter });
        if (next === undefined) return;
        event.preventDefault();
        set(next);
      }}
    />
  );
}
