import { type ReactElement, useEffect } from 'react';
import { useLocation } from 'wouter';
import { bindShortcuts } from '../commands/keys.ts';
import { Palette } from '../commands/Palette.tsx';
import { openPalette, openShortcuts } from '../commands/palette-state.ts';
import { focusNextRegion } from '../commands/regions.ts';
import { ShortcutsDialog } from '../commands/ShortcutsDialog.tsx';
import { useCommandList } from '../commands/use-command-list.ts';
import { useTheme } from './theme.ts';

const hasNoCanvas = (): boolean => document.querySelector('.canvas') === null;

/** Commands that work on every screen, the palette, and the keys of all commands. */
export function AppCommands(): ReactElement {
  const [, navigate] = useLocation();
  const setChoice = useTheme((state) => state.setChoice);
  useEffect(bindShortcuts, []);
  useCommandList(
    () => [
      {
        id: 'app.palette',
        title: 'Search or run a command',
        icon: 'search',
        shortcut: '$mod+k',
        worksInFields: true,
        run: openPalette,
      },
      {
        id: 'app.shortcuts',
        title: 'Keyboard shortcuts',
        icon: 'keyboard',
        shortcut: 'Shift+?',
        words: 'help keys',
        run: openShortcuts,
      },
      {
        id: 'app.next-region',
        title: 'Go to the next part of the screen',
        icon: 'arrow-right',
        shortcut: 'F6',
        worksInFields: true,
        // The editor has its own walk, which knows what is selected.
        enabled: hasNoCanvas,
        run: () => focusNextRegion(1),
      },
      {
        id: 'app.previous-region',
        title: 'Go to the part before',
        icon: 'arrow-right',
        shortcut: 'Shift+F6',
        worksInFields: true,
        enabled: hasNoCanvas,
        run: () => focusNextRegion(-1),
      },
      {
        id: 'app.home',
        title: 'Go to Home',
        icon: 'house',
        shortcut: 'g h',
        words: 'gallery examples',
        run: () => navigate('/'),
      },
      {
        id: 'app.flows',
        title: 'Go to Flows',
        icon: 'workflow',
        shortcut: 'g f',
        run: () => navigate('/flows'),
      },
      { id: 'app.runs', title: 'Go to Runs', icon: 'history', shortcut: 'g r', run: () => navigate('/runs') },
      { id: 'app.datasets', title: 'Go to Data sets', icon: 'database', run: () => navigate('/datasets') },
      {
        id: 'app.components',
        title: 'Go to Components',
        icon: 'blocks',
        words: 'catalog',
        run: () => navigate('/components'),
      },
      {
        id: 'theme.light',
        title: 'Light theme',
        icon: 'sun',
        words: 'colour',
        run: () => setChoice('light'),
      },
      { id: 'theme.dark', title: 'Dark theme', icon: 'moon', words: 'colour', run: () => setChoice('dark') },
      {
        id: 'theme.system',
        title: 'Theme as the system',
        icon: 'monitor',
        words: 'colour',
        run: () => setChoice('system'),
      },
    ],
    [navigate, setChoice],
  );
  return (
    <>
      <Palette />
      <ShortcutsDialog />
    </>
  );
}
