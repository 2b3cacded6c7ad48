import { type CSSProperties, type ReactElement, useState } from 'react';
import { formatCount } from '../canvas/format.ts';

export interface SeekTrackProps {
  readonly label: string;
  readonly position: number;
  readonly total: number;
  readonly onSeek: (position: number) => void;
}

/** The position in a data set; dragging and arrow keys seek when let go. */
export function SeekTrack({ label, position, total, onSeek }: SeekTrackProps): ReactElement {
  const [dragged, setDragged] = useState<number>();
  const shown = dragged ?? position;
  const commit = (): void => {
    if (dragged === undefined) return;
    onSeek(Math.round(dragged));
    setDragged(undefined);
  };
  return (
    <input
      type="range"
      className="seek"
      aria-label={label}
      aria-valuetext={`${formatCount(shown)} of ${formatCount(total)} records`}
      min={0}
      max={total}
      step={Math.max(1, Math.round(total / 200))}
      value={shown}
      style={{ '--at': `${total > 0 ? (shown / total) * 100 : 0}%` } as CSSProperties}
      onChange={(event) => setDragged(Number(event.target.value))}
      onPointerUp={commit}
      onKeyUp={commit}
      onBlur={commit}
    />
  );
}
