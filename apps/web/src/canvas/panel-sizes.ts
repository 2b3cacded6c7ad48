import { create } from 'zustand';

/** Sizes of the panels around the canvas; `undefined` is the usual size of the window's width. */
export interface PanelSizes {
  readonly palette?: number;
  readonly inspector?: number;
  readonly lane?: number;
  readonly isLaneFolded: boolean;
}

const key = 'sluice.panels';

function stored(): PanelSizes {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    if (typeof value !== 'object' || value === null) return { isLaneFolded: false };
    const numbers = Object.entries(value).filter(
      ([, size]) => typeof size === 'number' && Number.isFinite(size),
    );
    return {
      ...Object.fromEntries(numbers),
      isLaneFolded: 'isLaneFolded' in value && value.isLaneFolded === true,
    };
  } catch {
    return { isLaneFolded: false };
  }
}

/** How the person arranged the editor, kept in this browser. */
export const usePanelSizes = create<PanelSizes>(stored);

/** Changes the arrangement and keeps it. */
export function setPanelSizes(next: Partial<PanelSizes>): void {
  usePanelSizes.setState(next);
  try {
    localStorage.setItem(key, JSON.stringify(usePanelSizes.getState()));
  } catch {
    // Kept for this page only.
  }
}
