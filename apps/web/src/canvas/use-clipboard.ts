import { useEffect } from 'react';
import { copySelected, deleteSelected, pasteHere } from './canvas-actions.ts';

/** Copy, cut and paste through the browser's own events: they need no permission and reach other tabs. */
export function useClipboard(): void {
  useEffect(() => {
    const isOurs = (event: ClipboardEvent): boolean => {
      const target = event.target instanceof Element ? event.target : document.activeElement;
      const isTyping = target?.closest('input, textarea, [contenteditable="true"], .monaco-editor') != null;
      return !isTyping && (window.getSelection()?.isCollapsed ?? true);
    };
    const copy = (event: ClipboardEvent): void => {
      if (!isOurs(event)) return;
      const text = copySelected();
      if (text === undefined) return;
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
      if (event.type === 'cut') deleteSelected();
    };
    const paste = (event: ClipboardEvent): void => {
      if (!isOurs(event)) return;
      event.preventDefault();
      pasteHere(event.clipboardData?.getData('text/plain'));
    };
    document.addEventListener('copy', copy);
    document.addEventListener('cut', copy);
    document.addEventListener('paste', paste);
    return () => {
      document.removeEventListener('copy', copy);
      document.removeEventListener('cut', copy);
      document.removeEventListener('paste', paste);
    };
  }, []);
}
