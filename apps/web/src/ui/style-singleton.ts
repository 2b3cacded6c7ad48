import { useEffect } from 'react';
import { addStyle, type RunStyle } from './style-sheet.ts';

/**
 * Stands in for `react-style-singleton`, by which dialogs keep the page behind them from scrolling: a component
 * whose rules are on the page once, as long as one is.
 */
export function styleSingleton(): (props: { readonly styles: string }) => null {
  let users = 0;
  let style: RunStyle | undefined;
  return function Style({ styles }) {
    useEffect(() => {
      users++;
      if (style === undefined) {
        style = addStyle();
        style.textContent = styles;
      }
      return () => {
        users--;
        if (users > 0) return;
        style?.remove();
        style = undefined;
      };
    }, [styles]);
    return null;
  };
}
