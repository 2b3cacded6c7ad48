import type { ReactElement } from 'react';
import { formatCount } from '../canvas/format.ts';
import { Icon } from '../ui/Icon.tsx';
import { HomeFrame } from './HomeFrame.tsx';
import { useHome, valueOf } from './home-store.ts';

/** The demo streams that come with the product, each with some of its records. */
export function DatasetsPage(): ReactElement {
  const datasets = useHome((state) => state.datasets);
  const rows = valueOf(datasets);
  return (
    <HomeFrame place="Data sets">
      <main className="main">
        <div className="h">
          <h1>Data sets</h1>
          <span className="sub">
            Made from a seed: the same seed gives the same bytes. A replay source plays them.
          </span>
        </div>
        {datasets.kind === 'failed' ? (
          <section className="card empty" role="alert">
            <b>The data sets could not be loaded</b>
            <p>{datasets.message}</p>
          </section>
        ) : null}
        <div className="sets">
          {rows.map((dataset) => (
            <section key={dataset.name} className="card">
              <header>
                <Icon name="database" size={14} className="muted" />
                <h2>{dataset.title}</h2>
                <span className="sub mono">{dataset.name}</span>
              </header>
              <p>{dataset.summary}</p>
              <div className="facts">
                <span className="stat">
                  <b>{formatCount(dataset.total)}</b>records
                </span>
                <span className="stat">
                  <b>{formatCount(dataset.naturalRate)}</b>records/s at 1x
                </span>
              </div>
              {/* a scrolling region must be reachable */}
              <pre tabIndex={0} aria-label={`Records of ${dataset.name}`}>
                {dataset.sample.join('\n')}
              </pre>
            </section>
          ))}
        </div>
      </main>
    </HomeFrame>
  );
}
