import type { RunHistory, RunInfo } from '@sluice/protocol';
import { useEffect, useState } from 'react';
import { api } from '../api/client.ts';
import { countedSources } from '../runs/totals.ts';
import { hasEnded } from '../store/run-store.ts';

/** A run as a row of a table shows it. */
export interface RunGlance {
  readonly isLive: boolean;
  /** Records a second entering the flow, over the last seconds. */
  readonly rate: number;
  /** The same over time, one value a step, oldest first. */
  readonly rates: readonly number[];
}

const spanSeconds = 120;
const refreshMs = 3000;
const steps = 52;

/** Turns the history of a run into a glance. */
export function glanceOf(history: RunHistory, isLive: boolean): RunGlance {
  const indexes = countedSources(history.schema, history.ticks.at(-1)?.values ?? []);
  const totals = history.ticks.map(({ timeMs, values }) => ({
    timeMs,
    total: indexes.reduce((sum, index) => sum + (values[index] ?? 0), 0),
  }));
  const rates: number[] = [];
  for (let i = 1; i < totals.length; i++) {
    const [a, b] = [totals[i - 1], totals[i]];
    if (a === undefined || b === undefined || b.timeMs <= a.timeMs) continue;
    rates.push(Math.max(0, ((b.total - a.total) * 1000) / (b.timeMs - a.timeMs)));
  }
  const recent = rates.slice(-2);
  const rate = recent.length === 0 ? 0 : recent.reduce((sum, value) => sum + value, 0) / recent.length;
  return { isLive, rate: isLive ? rate : 0, rates: shrink(rates, steps) };
}

/** Averages neighbours until at most `size` values are left. */
export function shrink(values: readonly number[], size: number): readonly number[] {
  if (values.length <= size) return values;
  return Array.from({ length: size }, (_, place) => {
    const from = Math.floor((place * values.length) / size);
    const to = Math.max(from + 1, Math.floor(((place + 1) * values.length) / size));
    const part = values.slice(from, to);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}

/** Glances of the runs on screen: running ones are asked again every few seconds, ended ones once. */
export function useRunGlances(runs: readonly RunInfo[]): ReadonlyMap<string, RunGlance> {
  const [glances, setGlances] = useState<ReadonlyMap<string, RunGlance>>(new Map());
  const key = runs.map((run) => `${run.id}:${hasEnded(run) ? 'ended' : 'live'}`).join(' ');
  useEffect(() => {
    let isGone = false;
    const ask = (run: string, isLive: boolean): void => {
      api.runs.metrics(run, spanSeconds).then(
        (history) => {
          if (isGone) return;
          setGlances((old) => new Map(old).set(run, glanceOf(history, isLive)));
        },
        // A run without history has no line; its state is in the row.
        () => undefined,
      );
    };
    const asked = key.split(' ').flatMap((part) => {
      const [run, state] = part.split(':');
      return run === undefined || run === '' ? [] : [{ run, isLive: state === 'live' }];
    });
    for (const { run, isLive } of asked) ask(run, isLive);
    const live = asked.filter(({ isLive }) => isLive);
    const timer =
      live.length === 0 ? undefined : setInterval(() => live.forEach(({ run }) => ask(run, true)), refreshMs);
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [key]);
  return glances;
}
