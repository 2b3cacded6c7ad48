import type { KeyboardEvent } from 'react';

/** Where a key leads from tab `now` of `count`; undefined for keys that are not about tabs. They go round. */
export function tabAfterKey(key: string, now: number, count: number): number | undefined {
  if (count === 0) return undefined;
  switch (key) {
    case 'ArrowRight':
      return (now + 1) % count;
    case 'ArrowLeft':
      return (now - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

/** Keys of a `tablist`: arrows, Home and End choose a tab at once and take the focus along. Only the chosen one is a tab stop. */
export function moveInTabs(event: KeyboardEvent<HTMLElement>): void {
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')];
  const now = tabs.findIndex((tab) => tab.getAttribute('aria-selected') === 'true');
  const next = tabs[tabAfterKey(event.key, now, tabs.length) ?? -1];
  if (!next) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
  next.click();
}
