import type { ReactElement, ReactNode } from 'react';
import { openPalette } from '../commands/palette-state.ts';
import { modKey } from '../commands/shortcut-text.ts';
import { Icon } from '../ui/Icon.tsx';
import { Brand } from './Brand.tsx';
import { ThemeMenu } from './ThemeMenu.tsx';

export interface TopBarProps {
  /** Breadcrumbs and view tabs. */
  readonly children: ReactNode;
  /** Buttons between search and theme. */
  readonly actions?: ReactNode;
}

/** The bar every screen has: mark, place, search, actions, theme. */
export function TopBar({ children, actions }: TopBarProps): ReactElement {
  return (
    <header className="topbar">
      <Brand />
      <span className="vr" />
      {children}
      <span className="grow" />
      <button type="button" className="search" onClick={openPalette} aria-keyshortcuts="Control+K Meta+K">
        <Icon name="search" size={14} />
        <span className="grow">Search or run a command</span>
        <kbd>{modKey}K</kbd>
      </button>
      {actions}
      <ThemeMenu />
    </header>
  );
}
