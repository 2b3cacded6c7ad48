import type { ReactElement } from 'react';
import { deleteSelected } from '../canvas/canvas-actions.ts';
import { engineIdOf } from '../canvas/looks.ts';
import { catalog } from '../engines.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { Button } from '../ui/Button.tsx';
import { ConfigForm } from './ConfigForm.tsx';
import { fieldsOfConnection } from './connection-fields.ts';
import { Extra } from './Extra.tsx';
import { Head } from './Head.tsx';
import { Metrics } from './Metrics.tsx';

/** A connection: its settings (grouping, values of a selector) and its numbers. */
export function ConnectionPanel({ id }: { readonly id: string }): ReactElement | null {
  const flow = useFlowStore((state) => state.flow);
  const problems = useFlowStore((state) => state.problems.connections[id]);
  const carries = useFlowStore((state) => state.streamTypes[id]);
  const connection = flow.connections[id];
  if (!connection) return null;
  const [from, to] = [flow.components[connection.from.component], flow.components[connection.to.component]];
  const fields = fieldsOfConnection(catalog, flow, connection);
  return (
    <>
      <div className="head">
        <div className="col grow">
          <div className="name mono">
            {from?.name} → {to?.name}
          </div>
          <div className="sub">Connection{carries === undefined ? '' : ` of ${carries}`}</div>
        </div>
        <Button look="danger" size="sm" icon="trash-2" onClick={deleteSelected}>
          Delete
        </Button>
      </div>
      <div className="tab-body">
        <ConfigForm
          target={{ connection: id }}
          fields={fields}
          config={connection.config}
          problems={problems}
        />
        <Metrics scope="connection" id={id} />
      </div>
    </>
  );
}

/** A system: agent, topology or context. */
export function SystemPanel({ id }: { readonly id: string }): ReactElement | null {
  const system = useFlowStore((state) => state.flow.systems[id]);
  const problems = useFlowStore((state) => state.problems.systems[id]);
  if (!system) return null;
  const spec = catalog.system(system.type);
  return (
    <>
      <Head id={id} name={system.name} engine={engineIdOf(system.type)} icon={spec?.icon ?? 'box'}>
        {spec?.title ?? system.type}
      </Head>
      <div className="tab-body">
        <ConfigForm
          target={{ system: id }}
          fields={spec?.config ?? {}}
          config={system.config}
          problems={problems}
        />
        <Extra extra={system.extra} isUnknown={spec === undefined} />
        <Metrics scope="system" id={id} />
      </div>
    </>
  );
}

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** The flow as a whole, while nothing is selected. */
export function FlowSummary(): ReactElement {
  const flow = useFlowStore((state) => state.flow);
  const components = Object.keys(flow.components).length;
  const facts = [
    counted(Object.keys(flow.systems).length, 'system'),
    counted(components, 'component'),
    counted(Object.keys(flow.connections).length, 'connection'),
  ].join(', ');
  return (
    <>
      <div className="head">
        <div className="col grow">
          <div className="name">{flow.name}</div>
          <div className="sub">{facts}</div>
        </div>
      </div>
      {flow.summary === '' ? null : <p className="hint">{flow.summary}</p>}
      <p className="hint">
        {components === 0
          ? 'Drag a source from the palette onto the canvas to begin.'
          : 'Select a component or a connection to see its settings.'}
      </p>
    </>
  );
}
