import type { ReactElement } from 'react';
import { ranges, useRange } from '../dashboard/range-store.ts';
import { useRunStore } from '../store/run-store.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { formatTime } from './words.ts';

/** Which part of time the dashboard shows. */
export function RangeControls(): ReactElement {
  const { seconds, zoom, setSeconds, setZoom } = useRange();
  return (
    <>
      <span className="vr" />
      <fieldset className="seg md bare" aria-label="Range">
        {ranges.map((range) => (
          <button
            key={range}
            type="button"
            className={zoom === undefined && seconds === range ? 'on' : ''}
            aria-pressed={zoom === undefined && seconds === range}
            onClick={() => setSeconds(range)}
          >
            {range / 60} min
          </button>
        ))}
      </fieldset>
      {zoom === undefined ? null : (
        <Button icon="zoom-out" onClick={() => setZoom(undefined)} aria-label="Back to the whole range">
          <span className="num">
            {formatTime(zoom.fromMs, true)} to {formatTime(zoom.toMs, true)}
          </span>
        </Button>
      )}
    </>
  );
}

/** Whether the charts follow the run or stand still. */
export function LiveSwitch(): ReactElement {
  const frozenMs = useRange((state) => state.frozenMs);
  const isLive = frozenMs === undefined;
  return (
    <fieldset className="seg md bare" aria-label="Charts">
      <button
        type="button"
        className={isLive ? 'on' : ''}
        aria-pressed={isLive}
        onClick={() => useRange.getState().goLive()}
      >
        <Icon name="play" size={11} />
        Live
      </button>
      <button
        type="button"
        className={isLive ? '' : 'on'}
        aria-pressed={!isLive}
        onClick={() => useRange.getState().pause(useRunStore.getState().tick?.timeMs ?? Date.now())}
      >
        Paused
      </button>
    </fieldset>
  );
}
