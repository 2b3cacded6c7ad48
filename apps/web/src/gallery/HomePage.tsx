import { type ReactElement, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { api } from '../api/client.ts';
import { useCommandList } from '../commands/use-command-list.ts';
import { Button } from '../ui/Button.tsx';
import { toastError } from '../ui/toasts.ts';
import { ExampleGrid } from './ExampleGrid.tsx';
import { FlowTable, NoFlows } from './FlowTable.tsx';
import { HomeFrame } from './HomeFrame.tsx';
import { useHome } from './home-store.ts';
import { ImportDialog } from './ImportDialog.tsx';
import { useImport } from './use-import.ts';

const recentCount = 6;

/** The first screen: recent flows and the examples. `isAll` lists every flow and leaves the examples out. */
export function HomePage({ isAll = false }: { readonly isAll?: boolean }): ReactElement {
  const flows = useHome((state) => state.flows);
  const importing = useImport();
  const [isMaking, setMaking] = useState(false);
  const [, navigate] = useLocation();

  const makeFlow = (): void => {
    setMaking(true);
    api.flows
      .create({})
      .then(({ id }) => navigate(`/flows/${id}`))
      .catch(toastError)
      .finally(() => setMaking(false));
  };
  useCommandList(
    () => [
      { id: 'home.new', title: 'New flow', place: 'Home', icon: 'plus', shortcut: 'n', run: makeFlow },
      {
        id: 'home.open',
        title: 'Open .properties',
        place: 'Home',
        icon: 'folder-open',
        shortcut: 'o',
        words: 'import file paste flume json',
        run: importing.open,
      },
    ],
    [],
  );

  return (
    <HomeFrame place={isAll ? 'Flows' : 'Home'}>
      <main className="main" {...importing.dropZone}>
        <div className="h">
          <h1>Flows</h1>
          <Count isAll={isAll} />
          <span className="grow" />
          <Button icon="folder-open" onClick={importing.open}>
            Open .properties
          </Button>
          <Button look="primary" icon="plus" disabled={isMaking} onClick={makeFlow}>
            New flow
          </Button>
        </div>
        {flows.kind === 'loading' ? (
          <div className="card skeleton" style={{ height: 96 }} aria-busy="true" />
        ) : null}
        {flows.kind === 'failed' ? <NoFlows message={flows.message} onNew={makeFlow} /> : null}
        {flows.kind === 'there' && flows.value.length === 0 ? <NoFlows onNew={makeFlow} /> : null}
        {flows.kind === 'there' && flows.value.length > 0 ? (
          <FlowTable flows={flows.value} {...(isAll ? {} : { limit: recentCount })} />
        ) : null}
        {isAll ? null : <ExampleGrid />}
        {importing.isDragging ? <div className="drop">Drop to open as a flow</div> : null}
      </main>
      <ImportDialog
        isOpen={importing.isOpen}
        pasted={importing.pasted}
        isBusy={importing.isBusy}
        failure={importing.failure}
        onClose={importing.close}
        onImport={importing.import}
        onFile={importing.importFile}
        onRefuse={importing.refuse}
      />
    </HomeFrame>
  );
}

function Count({ isAll }: { readonly isAll: boolean }): ReactElement | null {
  const flows = useHome((state) => state.flows);
  if (flows.kind !== 'there' || flows.value.length === 0) return null;
  const total = flows.value.length;
  if (isAll || total <= recentCount) return <span className="sub">{total}, most recent first</span>;
  return (
    <span className="sub">
      {recentCount} of {total}, most recent first ·{' '}
      <Link href="/flows" className="link">
        show all
      </Link>
    </span>
  );
}
