import type { ReactElement } from 'react';

export interface EditorPageProps {
  readonly flowId: string;
  readonly view: 'design' | 'dashboard';
}

/** One flow: the canvas, or its dashboard, under the same bars. */
export function EditorPage({ flowId, view }: EditorPageProps): ReactElement {
  return <div className="app">{`${flowId} ${view}`}</div>;
}
