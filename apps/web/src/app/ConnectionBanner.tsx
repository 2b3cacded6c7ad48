import type { ReactElement } from 'react';
import { reconnectNow } from '../api/socket.ts';
import { useRunStore } from '../store/run-store.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';

/** Says that the server cannot be reached, as long as that is so. Empty otherwise. */
export function ConnectionBanner(): ReactElement {
  const connection = useRunStore((state) => state.connection);
  return (
    <div className="banners" aria-live="assertive">
      {connection === 'lost' ? (
        <div className="banner warn">
          <Icon name="unplug" size={14} />
          <span className="grow">
            Connection lost. Runs go on, edits are kept in this browser, and this page tries again by itself.
          </span>
          <Button size="sm" onClick={reconnectNow}>
            Try now
          </Button>
        </div>
      ) : null}
    </div>
  );
}
