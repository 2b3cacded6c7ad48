import type { ReactElement } from 'react';
import { reconnectNow } from '../api/socket.ts';
import { useRunStore } from '../store/run-store.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';

/** Says that the server cannot be reached, as long as that is so. Empty otherwise. */
export function ConnectionBanner(): ReactElement {
  const connection = useRunStore((state) => state.connection);
  return (
    <>
      {connection === 'lost' ? (
        <div className="banner warn">
          <Icon name="unplug" size={14} />
          <span className="grow">
            Connection lost. Edits are kept in this browser, and this page tries again by itself. If Sluice
            was stopped, start it again in its terminal.
          </span>
          <Button size="sm" onClick={reconnectNow}>
            Try now
          </Button>
        </div>
      ) : null}
      {connection === 'refused' ? (
        <div className="banner err">
          <Icon name="lock" size={14} />
          <span className="grow">
            This page is not signed in, or the server was started anew. Open the address printed in the
            terminal where Sluice runs; edits are kept in this browser.
          </span>
          <Button size="sm" onClick={reconnectNow}>
            Try again
          </Button>
        </div>
      ) : null}
    </>
  );
}
