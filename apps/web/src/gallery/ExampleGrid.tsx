import type { EngineId, Example } from '@sluice/protocol';
import { type ReactElement, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useCommandList } from '../commands/use-command-list.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { engineTitles, Tile } from '../ui/Tile.tsx';
import { toastError } from '../ui/toasts.ts';
import { ExampleCard } from './ExampleCard.tsx';
import { matches } from './example-filter.ts';
import { useHome, valueOf } from './home-store.ts';
import { openExample } from './open-example.ts';

const engineIds = ['flume', 'storm', 'spark'] as const satisfies readonly EngineId[];

/** The examples with their engine filter and search. */
export function ExampleGrid(): ReactElement {
  const examples = useHome((state) => state.examples);
  const datasets = valueOf(useHome((state) => state.datasets));
  const [engine, setEngine] = useState<EngineId | undefined>();
  const [text, setText] = useState('');
  const [pending, setPending] = useState<{ readonly id: string; readonly does: 'open' | 'run' }>();
  const [, navigate] = useLocation();
  const field = useRef<HTMLInputElement>(null);
  useCommandList(
    () => [
      {
        id: 'gallery.find',
        title: 'Find an example',
        place: 'Home',
        icon: 'search',
        shortcut: '/',
        run: () => field.current?.focus(),
      },
    ],
    [],
  );

  const all = valueOf(examples);
  const shown = all.filter((example) => matches(example, engine, text));
  const open = (example: Example, isRunning: boolean): void => {
    setPending({ id: example.id, does: isRunning ? 'run' : 'open' });
    openExample(example, isRunning)
      .then((id) => navigate(`/flows/${id}`))
      .catch((error: unknown) => {
        setPending(undefined);
        toastError(error, { label: 'Try again', run: () => open(example, isRunning) });
      });
  };

  return (
    <>
      <div className="h" id="examples">
        <h2>Examples</h2>
        <span className="sub opt">Each opens with its data. Nothing to install.</span>
        <span className="grow" />
        <fieldset className="seg md bare" aria-label="Engine">
          <button
            type="button"
            className={engine === undefined ? 'on' : ''}
            aria-pressed={engine === undefined}
            onClick={() => setEngine(undefined)}
          >
            All {all.length}
          </button>
          {engineIds.map((id) => (
            <button
              key={id}
              type="button"
              className={engine === id ? 'on' : ''}
              aria-pressed={engine === id}
              onClick={() => setEngine(engine === id ? undefined : id)}
            >
              <Tile engine={id} size={16} />
              {engineTitles[id]}
            </button>
          ))}
        </fieldset>
        <label className="find">
          <Icon name="search" size={13} />
          <span className="sr">Find an example</span>
          <input
            ref={field}
            value={text}
            placeholder="Find an example"
            onChange={(event) => setText(event.target.value)}
          />
          <kbd aria-hidden="true">/</kbd>
        </label>
      </div>
      {examples.kind === 'failed' ? (
        <section className="card empty" role="alert">
          <b>The examples could not be loaded</b>
          <p>{examples.message}</p>
          <div className="row">
            <Button onClick={() => useHome.getState().reloadRest()}>Try again</Button>
          </div>
        </section>
      ) : null}
      {examples.kind === 'there' && all.length > 0 && shown.length === 0 ? (
        <section className="card empty">
          <b>No example matches</b>
          <p>Search for an engine’s word, such as channel, bolt or window.</p>
          <div className="row">
            <Button
              onClick={() => {
                setText('');
                setEngine(undefined);
              }}
            >
              Show all {all.length}
            </Button>
          </div>
        </section>
      ) : null}
      <section className="grid" aria-label="Examples" aria-busy={examples.kind === 'loading'}>
        {examples.kind === 'loading'
          ? Array.from({ length: 4 }, (_, place) => <div key={place} className="ex skeleton" />)
          : shown.map((example) => (
              <ExampleCard
                key={example.id}
                example={example}
                isFirst={example.id === all[0]?.id}
                dataset={datasets.find(({ name }) => name === example.dataset)}
                pending={pending?.id === example.id ? pending.does : undefined}
                onOpen={(isRunning) => open(example, isRunning)}
              />
            ))}
      </section>
    </>
  );
}
