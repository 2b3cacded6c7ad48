import { useEffect, useState } from 'react';
import { keepFocus } from './viewport.ts';

/** When a menu goes that had taken the focus, gives it back to where it was, else to the canvas: keys go on there. */
export function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        const isFree = document.activeElement === null || document.activeElement === document.body;
        if (isFree && before instanceof HTMLElement && before.isConnected && before !== document.body)
          before.focus({ preventScroll: true });
        keepFocus();
      });
    },
    [before],
  );
}
