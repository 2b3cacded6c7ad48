import { useEffect } from 'react';
import { type Command, registerCommands } from './registry.ts';

/** Registers the commands of a mounted component; made anew when `deps` change. */
export function useCommandList(make: () => readonly Command[], deps: readonly unknown[]): void {
  // The caller's list of what its commands close over is the list of this effect.
  useEffect(() => registerCommands(make()), deps);
}
