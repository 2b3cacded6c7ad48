import type { ReactElement } from 'react';
import { Icon } from '../ui/Icon.tsx';
import { Menu } from '../ui/Menu.tsx';
import { type ThemeChoice, useTheme } from './theme.ts';

const choices: readonly { readonly value: ThemeChoice; readonly label: string; readonly icon: string }[] = [
  { value: 'light', label: 'Light', icon: 'sun' },
  { value: 'dark', label: 'Dark', icon: 'moon' },
  { value: 'system', label: 'As the system', icon: 'monitor' },
];

/** The theme switch of the top bar. */
export function ThemeMenu(): ReactElement {
  const choice = useTheme((state) => state.choice);
  const setChoice = useTheme((state) => state.setChoice);
  return (
    <Menu
      trigger={
        <button type="button" className="btn ghost icon" aria-label="Theme" title="Theme">
          <Icon name="sun-moon" size={15} />
        </button>
      }
      entries={choices.map((row) => ({
        label: row.label,
        icon: row.icon,
        isChecked: row.value === choice,
        onSelect: () => setChoice(row.value),
      }))}
    />
  );
}
