import type { ReactElement } from 'react';
import { Route, Switch } from 'wouter';
import { Toasts } from '../ui/Toasts.tsx';
import { TooltipProvider } from '../ui/Tooltip.tsx';
import { EditorPage } from './EditorPage.tsx';

/** All screens of the page. */
export function App(): ReactElement {
  return (
    <TooltipProvider>
      <Switch>
        <Route path="/flows/:id/dashboard">{({ id }) => <EditorPage flowId={id} view="dashboard" />}</Route>
        <Route path="/flows/:id">{({ id }) => <EditorPage flowId={id} view="design" />}</Route>
        <Route>gallery</Route>
      </Switch>
      <Toasts />
    </TooltipProvider>
  );
}
