import { type ReactElement, type ReactNode, useEffect } from 'react';
import { useLocation } from 'wouter';
import { ConnectionBanner } from '../app/ConnectionBanner.tsx';
import { StatusBar } from '../app/StatusBar.tsx';
import { TopBar } from '../app/TopBar.tsx';
import { useCommandList } from '../commands/use-command-list.ts';
import { plural } from '../runs/words.ts';
import { connect, hasEnded } from '../store/run-store.ts';
import { useHome, valueOf } from './home-store.ts';
import { SideNav } from './SideNav.tsx';
import './gallery.css';

/** The bars and the side list around every screen that is not one flow. */
export function HomeFrame({
  place,
  children,
}: {
  readonly place: string;
  readonly children: ReactNode;
}): ReactElement {
  useEffect(() => {
    connect();
    return useHome.getState().watch();
  }, []);
  useEffect(() => {
    document.title = `${place} · Sluice`;
  }, [place]);
  const flows = useHome((state) => state.flows);
  const [, navigate] = useLocation();
  useCommandList(
    () =>
      valueOf(flows).map((flow) => ({
        id: `open.${flow.id}`,
        title: flow.name,
        place: 'flow',
        icon: 'workflow',
        words: 'open',
        run: () => navigate(`/flows/${flow.id}`),
      })),
    [flows, navigate],
  );
  const running = valueOf(useHome((state) => state.runs)).filter((run) => !hasEnded(run)).length;
  return (
    <div className="app home-frame">
      <TopBar>
        <nav className="crumbs" aria-label="Location">
          <b>{place}</b>
        </nav>
      </TopBar>
      <div className="banners" aria-live="assertive">
        <ConnectionBanner />
      </div>
      <div className="home">
        <SideNav />
        {children}
      </div>
      <StatusBar
        right={<span>{running === 0 ? 'Nothing is running' : `${plural(running, 'flow')} running`}</span>}
      />
    </div>
  );
}
