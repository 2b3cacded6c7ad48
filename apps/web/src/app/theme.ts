import { create } from 'zustand';

/** What the person chose; `system` follows the operating system. */
export type ThemeChoice = 'light' | 'dark' | 'system';

const key = 'sluice.theme';
const systemDark = matchMedia('(prefers-color-scheme: dark)');

function stored(): ThemeChoice {
  try {
    const value = localStorage.getItem(key);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
}

function resolve(choice: ThemeChoice): 'light' | 'dark' {
  return choice === 'system' ? (systemDark.matches ? 'dark' : 'light') : choice;
}

export interface ThemeState {
  readonly choice: ThemeChoice;
  /** What is shown; canvas drawing reads its colours anew when this changes. */
  readonly theme: 'light' | 'dark';
  setChoice(choice: ThemeChoice): void;
}

/** The colour theme. `<html data-theme>` is set before subscribers hear of a change. */
export const useTheme = create<ThemeState>((set) => {
  const apply = (choice: ThemeChoice): 'light' | 'dark' => {
    const theme = resolve(choice);
    document.documentElement.dataset.theme = theme;
    return theme;
  };
  systemDark.addEventListener('change', () => {
    const { choice } = useTheme.getState();
    if (choice === 'system') set({ theme: apply(choice) });
  });
  const first = stored();
  return {
    choice: first,
    theme: apply(first),
    setChoice(choice) {
      try {
        localStorage.setItem(key, choice);
      } catch {
        // Kept for this page only.
      }
      set({ choice, theme: apply(choice) });
    },
  };
});
