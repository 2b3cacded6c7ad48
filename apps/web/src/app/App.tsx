import type { ReactElement } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import { ComponentsPage } from '../gallery/ComponentsPage.tsx';
import { DatasetsPage } from '../gallery/DatasetsPage.tsx';
import { HomeFrame } from '../gallery/HomeFrame.tsx';
import { HomePage } from '../gallery/HomePage.tsx';
import { RunsPage } from '../gallery/RunsPage.tsx';
import { Toasts } from '../ui/Toasts.tsx';
import { TooltipProvider } from '../ui/Tooltip.tsx';
import { AppCommands } from './AppCommands.tsx';
import { Crash } from './Crash.tsx';
import { EditorPage } from './EditorPage.tsx';

/** All screens of the page. */
export function App(): ReactElement {
  const [place] = useLocation();
  return (
    <TooltipProvider>
      <AppCommands />
      <Crash place={place}>
        <Switch>
          <Route path="/">
            <HomePage />
          </Route>
          <Route path="/flows">
            <HomePage isAll />
          </Route>
          <Route path="/runs">
            <RunsPage />
          </Route>
          <Route path="/datasets">
            <DatasetsPage />
          </Route>
          <Route path="/components">
            <ComponentsPage />
          </Route>
          <Route path="/flows/:id/dashboard">{({ id }) => <EditorPage flowId={id} view="dashboard" />}</Route>
          <Route path="/flows/:id">{({ id }) => <EditorPage flowId={id} view="design" />}</Route>
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Crash>
      <Toasts />
    </TooltipProvider>
  );
}

function NotFound(): ReactElement {
  return (
    <HomeFrame place="Not found">
      <main className="main">
        <section className="card empty">
          <h1>There is no such page</h1>
          <p>The address may be of a flow that was deleted or renamed.</p>
          <div className="row">
            <Link href="/" className="btn">
              Go to Home
            </Link>
          </div>
        </section>
      </main>
    </HomeFrame>
  );
}
