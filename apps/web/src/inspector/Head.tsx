import type { EngineId } from '@sluice/protocol';
import type { ReactElement, ReactNode } from 'react';
import { Tile } from '../ui/Tile.tsx';
import { renameTo } from './edits.ts';
import { DraftInput } from './widgets/DraftInput.tsx';

export interface HeadProps {
  readonly id: string;
  readonly name: string;
  readonly engine: EngineId;
  readonly icon: string;
  readonly children: ReactNode;
}

/** Tile, the name (which may be edited) and what the thing is. */
export function Head({ id, name, engine, icon, children }: HeadProps): ReactElement {
  return (
    <div className="head">
      <Tile engine={engine} icon={icon} size={36} />
      <div className="col grow">
        <DraftInput className="name mono" label="Name" text={name} commit={(text) => renameTo(id, text)} />
        <div className="sub">{children}</div>
      </div>
    </div>
  );
}
