import type { ReactElement } from 'react';
import { Icon } from '../ui/Icon.tsx';
import { useCanvasStore } from './canvas-store.ts';

/** The reason at the pointer why a wire may not end there. */
export function Refusal(): ReactElement | null {
  const refusal = useCanvasStore((s) => s.refusal);
  if (!refusal) return null;
  const { at, reason } = refusal;
  return (
    <div className="refusal" role="alert" data-testid="refusal" style={{ left: at.x + 16, top: at.y + 16 }}>
      <Icon name="circle-x" size={13} />
      {reason}
    </div>
  );
}
