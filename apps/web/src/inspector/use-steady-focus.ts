import { useEffect, useState } from 'react';

let isPointerDown = false;

/** Runs at once, or, while a button of the mouse is held, after the click it may become. */
export function afterClick(action: () => void): void {
  if (!isPointerDown) return action();
  const done = (): void => {
    window.removeEventListener('pointerup', done, true);
    window.removeEventListener('pointercancel', done, true);
    // The click comes right after the button is up.
    setTimeout(action);
  };
  window.addEventListener('pointerup', done, true);
  window.addEventListener('pointercancel', done, true);
}

function track(): () => void {
  const set = (isDown: boolean) => (): void => {
    isPointerDown = isDown;
  };
  const [down, up] = [set(true), set(false)];
  window.addEventListener('pointerdown', down, true);
  window.addEventListener('pointerup', up, true);
  window.addEventListener('pointercancel', up, true);
  return () => {
    window.removeEventListener('pointerdown', down, true);
    window.removeEventListener('pointerup', up, true);
    window.removeEventListener('pointercancel', up, true);
    isPointerDown = false;
  };
}

/** Keeps `afterClick` informed; whoever shows steady rows calls it once. */
export function useTrackedPointer(): void {
  useEffect(track, []);
}

/**
 * Whether the focus is within, for what opens and closes with it: it changes only after a click, so that nothing
 * moves away between the press of a button and its release.
 */
export function useSteadyFocus(): {
  readonly isWithin: boolean;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
} {
  const [isWithin, setWithin] = useState(false);
  return {
    isWithin,
    onFocus: () => afterClick(() => setWithin(true)),
    onBlur: () => afterClick(() => setWithin(false)),
  };
}
