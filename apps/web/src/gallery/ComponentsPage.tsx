import { type ComponentSpec, kindOf } from '@sluice/component';
import type { EngineId } from '@sluice/protocol';
import { type ReactElement, useState } from 'react';
import { useSearch } from 'wouter';
import { engines } from '../engines.ts';
import { Icon } from '../ui/Icon.tsx';
import { Tile } from '../ui/Tile.tsx';
import { HomeFrame } from './HomeFrame.tsx';

/** Everything that can be drawn, by engine and kind, with its one sentence. */
export function ComponentsPage(): ReactElement {
  const wanted = new URLSearchParams(useSearch()).get('engine');
  const [text, setText] = useState('');
  const shown = engines.filter((engine) => wanted === null || engine.id === wanted);
  const has = (spec: ComponentSpec): boolean =>
    text
      .toLowerCase()
      .split(/\s+/)
      .every((word) => `${spec.id} ${spec.title} ${spec.summary}`.toLowerCase().includes(word));
  const rows = shown.flatMap((engine) =>
    engine.components.filter(has).map((spec) => ({ engine: engine.id, spec })),
  );
  return (
    <HomeFrame place="Components">
      <main className="main">
        <div className="h">
          <h1>{shown.length === 1 ? `Components of ${shown[0]?.title ?? ''}` : 'Components'}</h1>
          <span className="sub">{rows.length}</span>
          <span className="grow" />
          <label className="find">
            <Icon name="search" size={13} />
            <span className="sr">Find a component</span>
            <input
              value={text}
              placeholder="Find a component"
              onChange={(event) => setText(event.target.value)}
            />
          </label>
        </div>
        {rows.length === 0 ? (
          <section className="card empty">
            <b>No component matches</b>
            <p>Try an engine’s word such as hdfs, split or window.</p>
          </section>
        ) : (
          <section className="card" style={{ flex: 'none' }}>
            <table className="flows">
              <thead>
                <tr>
                  <th>Name</th>
                  <th>Kind</th>
                  <th>What it does</th>
                  <th className="opt">Guarantee</th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ engine, spec }) => (
                  <SpecRow key={spec.id} engine={engine} spec={spec} />
                ))}
              </tbody>
            </table>
          </section>
        )}
      </main>
    </HomeFrame>
  );
}

function SpecRow({
  engine,
  spec,
}: {
  readonly engine: EngineId;
  readonly spec: ComponentSpec;
}): ReactElement {
  return (
    <tr>
      <td>
        <span className="row">
          <Tile engine={engine} icon={spec.icon} size={20} />
          <span style={{ fontWeight: 500 }}>{spec.title}</span>
        </span>
      </td>
      <td className="sec">{kindOf(spec.id)}</td>
      <td className="wrap">{spec.summary}</td>
      <td className="sec opt wrap" style={{ maxWidth: 360 }}>
        {spec.guarantee}
      </td>
    </tr>
  );
}
