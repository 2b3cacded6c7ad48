import type { ReactElement } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../ui/Button.tsx';

/** What an empty canvas says: what is so, what to do, one way and another. */
export function EmptyCanvas(): ReactElement {
  const [, navigate] = useLocation();
  return (
    <div className="empty canvas-empty">
      <b>Nothing flows yet</b>
      <p>Drag a source, a spout or an input from the left, or press Enter on it.</p>
      <span className="row">
        <Button
          look="primary"
          icon="plus"
          onClick={() => document.querySelector<HTMLElement>('[data-palette-search]')?.focus()}
        >
          Add a source <kbd>/</kbd>
        </Button>
        <Button onClick={() => navigate('/')}>Start from an example</Button>
      </span>
    </div>
  );
}
