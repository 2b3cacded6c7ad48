import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';

/** Wraps the app once: tooltips come after 400 ms, and at once beside an open one. */
export function TooltipProvider({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <Radix.Provider delayDuration={400} skipDelayDuration={300}>
      {children}
    </Radix.Provider>
  );
}

export interface TooltipProps {
  readonly text: ReactNode;
  readonly keys?: readonly string[];
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  /** One focusable element. */
  readonly children: ReactNode;
}

/** Shows a sentence about its child on hover and focus. */
export function Tooltip({ text, keys, side = 'bottom', children }: TooltipProps): ReactElement {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="tooltip" side={side} sideOffset={6} collisionPadding={8}>
          {text}
          {keys?.map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
