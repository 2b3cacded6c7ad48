import { create } from 'zustand';

/** Lengths of time a person can look back, in seconds. */
export const ranges = [60, 300, 900] as const;

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface RangeStore {
  readonly seconds: (typeof ranges)[number];
  /** While paused: the end of what is shown. */
  readonly frozenMs: number | undefined;
  /** A part chosen by dragging across a chart. */
  readonly zoom: Span | undefined;
  /** Under the pointer, on any chart. */
  readonly cursorMs: number | undefined;
  setSeconds(seconds: RangeStore['seconds']): void;
  pause(atMs: number): void;
  goLive(): void;
  setZoom(zoom: Span | undefined): void;
  setCursor(cursorMs: number | undefined): void;
}

/** What part of time all charts of the dashboard show. */
export const useRange = create<RangeStore>((set) => ({
  seconds: 300,
  frozenMs: undefined,
  zoom: undefined,
  cursorMs: undefined,
  setSeconds: (seconds) => set({ seconds, zoom: undefined }),
  pause: (frozenMs) => set({ frozenMs }),
  goLive: () => set({ frozenMs: undefined, zoom: undefined }),
  setZoom: (zoom) => set({ zoom }),
  setCursor: (cursorMs) => set({ cursorMs }),
}));

/** A young run is not squeezed into a corner: what is shown starts with it, but is never shorter than this. */
const leastMs = 30_000;

/** The part of time to show of a run that began at `startedMs` and whose newest sample is from `newestMs`. */
export function spanOf(
  range: Pick<RangeStore, 'seconds' | 'frozenMs' | 'zoom'>,
  startedMs: number,
  newestMs: number,
): Span {
  if (range.zoom !== undefined) return range.zoom;
  const toMs = range.frozenMs ?? newestMs;
  const lengthMs = Math.min(range.seconds * 1000, Math.max(leastMs, toMs - startedMs));
  return { fromMs: toMs - lengthMs, toMs };
}
