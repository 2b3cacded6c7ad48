import { create } from 'zustand';

interface Overlays {
  readonly isPaletteOpen: boolean;
  readonly isShortcutsOpen: boolean;
}

/** Which of the two overlays that belong to no screen are open. */
export const useOverlays = create<Overlays>(() => ({ isPaletteOpen: false, isShortcutsOpen: false }));

export function openPalette(): void {
  useOverlays.setState({ isPaletteOpen: true, isShortcutsOpen: false });
}

export function openShortcuts(): void {
  useOverlays.setState({ isShortcutsOpen: true, isPaletteOpen: false });
}

export function closeOverlays(): void {
  useOverlays.setState({ isShortcutsOpen: false, isPaletteOpen: false });
}
