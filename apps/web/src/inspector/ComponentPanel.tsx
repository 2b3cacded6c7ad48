import { type ReactElement, useMemo } from 'react';
import { engineIdOf, kindWord } from '../canvas/looks.ts';
import { catalog } from '../engines.ts';
import { DataPane } from '../lane/DataPane.tsx';
import { only } from '../store/flow-selection.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { Attached } from './Attached.tsx';
import { ConfigForm } from './ConfigForm.tsx';
import { Docs } from './Docs.tsx';
import { Extra } from './Extra.tsx';
import { Head } from './Head.tsx';
import { MainMetrics, Metrics } from './Metrics.tsx';
import { sampleOf } from './sample-of.ts';
import { Tabs } from './Tabs.tsx';

/** A component: its settings, its numbers, its documentation. */
export function ComponentPanel({ id }: { readonly id: string }): ReactElement | null {
  const component = useFlowStore((state) => state.flow.components[id]);
  const system = useFlowStore((state) => state.flow.systems[component?.system ?? '']);
  const host = useFlowStore((state) => state.flow.components[component?.host ?? '']);
  const problems = useFlowStore((state) => state.problems.components[id]);
  const input = useFlowStore((state) => state.inputs[id]);
  const flow = useFlowStore((state) => state.flow);
  const known = useMemo(
    () => sampleOf(flow, component?.host ?? id, input),
    [flow, component?.host, id, input],
  );
  if (!component) return null;
  const spec = catalog.component(component.type);
  const engine = engineIdOf(system?.type ?? component.type);
  const type = spec ? `${spec.title} ${kindWord(spec)}` : component.type || 'unknown type';
  const hostId = component.host;
  return (
    <>
      <Head
        id={id}
        name={component.name}
        engine={engine}
        icon={spec?.icon ?? catalog.engineOf(system?.type ?? '')?.unknownIcon ?? 'box'}
      >
        {type} in <span className="mono">{system?.name}</span>
        {hostId === undefined ? null : (
          <button
            type="button"
            className="fix"
            onClick={() => useFlowStore.getState().select(only('component', hostId))}
          >
            on {host?.name}
          </button>
        )}
      </Head>
      <Tabs
        tabs={{
          Config: () => (
            <>
              <MainMetrics id={component.host ?? id} />
              {spec ? (
                <ConfigForm
                  target={{ component: id }}
                  fields={spec.config}
                  config={component.config}
                  problems={problems}
                  input={input}
                  known={known}
                />
              ) : null}
              {hostId === undefined ? <Attached host={id} /> : null}
              <Extra extra={component.extra} isUnknown={spec === undefined} />
            </>
          ),
          Metrics: () => <Metrics scope="component" id={id} />,
          Data: () => <DataPane component={id} />,
          Docs: () =>
            spec ? <Docs spec={spec} /> : <p className="hint">There is no documentation of this type.</p>,
        }}
      />
    </>
  );
}
