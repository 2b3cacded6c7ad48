import type { ReactElement } from 'react';
import { engineIdOf, engineLooks } from './looks.ts';

/** The unit of an engine at a port: an event, a tuple or a batch. */
export function PortGlyph({ type }: { readonly type: string }): ReactElement {
  const engine = engineIdOf(type);
  return (
    <svg className={`port ${engine}`} viewBox="0 0 12 12" aria-hidden="true">
      <path d={engineLooks[engine].port} />
    </svg>
  );
}
