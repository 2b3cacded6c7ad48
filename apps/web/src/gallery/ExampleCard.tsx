import type { DatasetInfo, Example } from '@sluice/protocol';
import { memo, type ReactElement, type ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { engineTitles, Tile } from '../ui/Tile.tsx';
import { Thumbnail } from './Thumbnail.tsx';

export interface ExampleCardProps {
  readonly example: Example;
  readonly dataset: DatasetInfo | undefined;
  /** What is on its way for this card. */
  readonly pending: 'open' | 'run' | undefined;
  readonly isFirst: boolean;
  readonly onOpen: (isRunning: boolean) => void;
}

/** One example: its drawing, what it shows, its data. A click anywhere opens it; Run opens and runs it. */
export const ExampleCard = memo(function ExampleCard({
  example,
  dataset,
  pending,
  isFirst,
  onOpen,
}: ExampleCardProps): ReactElement {
  return (
    <article className="ex" aria-busy={pending !== undefined}>
      <div className="thumb">
        <Thumbnail flow={example.flow} />
      </div>
      <div className="bd">
        <h3 className="row">
          <button
            type="button"
            className="open trunc"
            disabled={pending !== undefined}
            onClick={() => onOpen(false)}
          >
            {example.title}
          </button>
          {isFirst ? (
            <span className="chip" style={{ marginLeft: 'auto' }}>
              <Icon name="flag" size={11} />
              first flow
            </span>
          ) : null}
        </h3>
        <p title={example.summary}>{withCode(example.summary)}</p>
        <div className="ft">
          {example.engines.map((engine) => (
            <Tile key={engine} engine={engine} size={20} label={engineTitles[engine]} />
          ))}
          <DataWords name={example.dataset} dataset={dataset} />
          <span className="grow" />
          <Button
            size="sm"
            disabled={pending !== undefined}
            aria-label={`Run ${example.title}`}
            onClick={() => onOpen(true)}
          >
            <Icon
              name={pending === undefined ? 'play' : 'loader-circle'}
              size={12}
              {...(pending === undefined ? {} : { className: 'spin' })}
            />
            {pending === undefined ? 'Run' : pending === 'run' ? 'Starting' : 'Opening'}
          </Button>
        </div>
      </div>
    </article>
  );
});

/** Text in back-ticks is set in mono. */
function withCode(text: string): readonly ReactNode[] {
  return text.split('`').map((part, place) =>
    place % 2 === 0 ? (
      part
    ) : (
      // parts of one sentence keep their place
      <span key={place} className="mono">
        {part}
      </span>
    ),
  );
}

function DataWords({
  name,
  dataset,
}: {
  readonly name: string;
  readonly dataset: DatasetInfo | undefined;
}): ReactElement {
  if (name === '') return <span className="trunc">your own input</span>;
  return (
    <span className="trunc">
      <span className="mono">{name}</span>
      {dataset === undefined ? null : `, ${total(dataset.total)} records`}
    </span>
  );
}

function total(count: number): string {
  if (count >= 1e6) return `${Number((count / 1e6).toFixed(1))}M`;
  return count >= 1000 ? `${Math.round(count / 1000)}k` : String(count);
}
