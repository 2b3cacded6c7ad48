import { Dialog as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';

export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** The question, with the fact in it. */
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons, the verb last. */
  readonly actions?: ReactNode;
  readonly isWide?: boolean;
}

/** A modal question or form. Escape and a click outside close it. */
export function Dialog({
  isOpen,
  onClose,
  title,
  lead,
  children,
  actions,
  isWide = false,
}: DialogProps): ReactElement {
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => (open ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Overlay className="scrim" />
        <Radix.Content
          className={isWide ? 'dialog wide' : 'dialog'}
          {...(lead === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <div className="top">
            <Radix.Title asChild>
              <h2>{title}</h2>
            </Radix.Title>
            {lead === undefined ? null : (
              <Radix.Description asChild>
                <p className="lead">{lead}</p>
              </Radix.Description>
            )}
            {children === undefined ? null : <div className="body">{children}</div>}
          </div>
          {actions === undefined ? null : <div className="actions">{actions}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
