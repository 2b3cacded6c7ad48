import { lazy, type ReactElement, Suspense, useEffect } from 'react';
import { Link } from 'wouter';
import { followFlow } from '../runs/follow-flow.ts';
import { RunBar } from '../runs/RunBar.tsx';
import { StopDialog } from '../runs/StopDialog.tsx';
import { useFlowStore } from '../store/flow-store.ts';
import { connect, useRunStore } from '../store/run-store.ts';
import { Button } from '../ui/Button.tsx';
import { Mark } from './Brand.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { EditorStatus } from './EditorStatus.tsx';
import { EditorTopBar } from './EditorTopBar.tsx';
import { FlowBanners } from './FlowBanners.tsx';
import { StatusBar } from './StatusBar.tsx';
import { TopBar } from './TopBar.tsx';
import { useEditorCommands } from './use-editor-commands.ts';

const Editor = lazy(() => import('../canvas/Editor.tsx').then((module) => ({ default: module.Editor })));
const Dashboard = lazy(() =>
  import('../dashboard/Dashboard.tsx').then((module) => ({ default: module.Dashboard })),
);

export interface EditorPageProps {
  readonly flowId: string;
  readonly view: 'design' | 'dashboard';
}

/** One flow: the canvas, or its dashboard, under the same bars. The flow stays open while the view changes. */
export function EditorPage({ flowId, view }: EditorPageProps): ReactElement {
  const opening = useFlowStore((state) => state.opening);
  const name = useFlowStore((state) => state.flow.name);
  useEffect(() => {
    connect();
    void useFlowStore.getState().open(flowId);
    const detach = useRunStore.getState().attach(flowId);
    const unfollow = followFlow();
    return () => {
      unfollow();
      detach();
      useFlowStore.getState().close();
    };
  }, [flowId]);
  useEffect(() => {
    document.title = name === '' ? 'Sluice' : `${name} · Sluice`;
  }, [name]);
  useEditorCommands(flowId, view);

  if (opening.kind === 'failed') return <CannotOpen flowId={flowId} message={opening.message} />;
  const isOpen = opening.kind === 'open';
  return (
    <div className="app">
      <EditorTopBar flowId={flowId} view={view} />
      <RunBar flowId={flowId} view={view} />
      <div className="banners" aria-live="assertive">
        <ConnectionBanner />
        <FlowBanners flowId={flowId} />
      </div>
      <Suspense fallback={<Opening />}>
        {isOpen ? (
          view === 'design' ? (
            <Editor flowId={flowId} />
          ) : (
            <Dashboard flowId={flowId} />
          )
        ) : (
          <Opening />
        )}
      </Suspense>
      <EditorStatus view={view} />
      <StopDialog />
    </div>
  );
}

function Opening(): ReactElement {
  return (
    <main className="opening" aria-busy="true">
      <Mark size={40} />
      <span className="sr">Opening the flow</span>
    </main>
  );
}

function CannotOpen({
  flowId,
  message,
}: {
  readonly flowId: string;
  readonly message: string;
}): ReactElement {
  return (
    <div className="app home-frame">
      <TopBar>
        <nav className="crumbs" aria-label="Location">
          <Link href="/flows">Flows</Link>
        </nav>
      </TopBar>
      <div className="banners" aria-live="assertive">
        <ConnectionBanner />
      </div>
      <main className="opening">
        <section className="empty" role="alert">
          <h1>This flow cannot be opened</h1>
          <p>{message}</p>
          <div className="row">
            <Button
              onClick={() => {
                void useFlowStore.getState().open(flowId);
              }}
            >
              Try again
            </Button>
            <Link href="/" className="btn">
              Go to Home
            </Link>
          </div>
        </section>
      </main>
      <StatusBar />
    </div>
  );
}
