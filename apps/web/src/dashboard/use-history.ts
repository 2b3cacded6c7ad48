import { useEffect, useRef, useState } from 'react';
import { api } from '../api/client.ts';
import { hasEnded, onTick, useRunStore } from '../store/run-store.ts';
import { HistoryRows } from './run-history.ts';

const paintMs = 1000;

export interface History {
  readonly rows: HistoryRows;
  /** Changes whenever `rows` may have changed: once a second, and with the last sample of a run. */
  readonly version: number;
  readonly isLoaded: boolean;
}

/** The history of the run that is looked at: what the server kept, then what arrives. */
export function useHistory(): History {
  const run = useRunStore((state) => state.info?.id);
  const revision = useRunStore((state) => state.schema?.revision);
  const isOver = useRunStore((state) => hasEnded(state.info));
  const rows = useRef(new HistoryRows());
  const [version, setVersion] = useState(0);
  const [isLoaded, setLoaded] = useState(false);

  useEffect(() => {
    rows.current = new HistoryRows();
    setLoaded(false);
    setVersion((old) => old + 1);
  }, [run]);

  // Series are only ever added, so rows of an older revision keep their meaning; the server pads them.
  useEffect(() => {
    if (run === undefined) return;
    let isGone = false;
    api.runs.metrics(run, 900).then(
      (history) => {
        if (isGone) return;
        rows.current.load(history);
        setLoaded(true);
        setVersion((old) => old + 1);
      },
      () => setLoaded(true),
    );
    return () => {
      isGone = true;
    };
  }, [run, revision, isOver]);

  useEffect(() => {
    let isDirty = false;
    const stop = onTick((tick) => {
      if (tick.run === run && rows.current.push(tick)) isDirty = true;
    });
    const timer = setInterval(() => {
      if (!isDirty) return;
      isDirty = false;
      setVersion((old) => old + 1);
    }, paintMs);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, [run]);

  return { rows: rows.current, version, isLoaded };
}
