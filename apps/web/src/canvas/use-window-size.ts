import { useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
}

/** Whether the window is one of the small ones panels give way in, and how high it is. */
export function useWindowSize(): {
  readonly isNarrow: boolean;
  readonly isLow: boolean;
  readonly height: number;
} {
  const isNarrow = useSyncExternalStore(subscribe, () => window.innerWidth < 1440);
  const height = useSyncExternalStore(subscribe, () => window.innerHeight);
  return { isNarrow, isLow: height < 800, height };
}
