import type { LogLine } from '@sluice/protocol';
import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { engineIdOf } from '../canvas/looks.ts';
import { only } from '../store/flow-selection.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { useRunStore } from '../store/run-store.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Tile } from '../ui/Tile.tsx';

type Level = LogLine['level'];

const levels: readonly {
  readonly id: Level;
  readonly title: string;
  readonly icon: string;
  readonly tone: string;
}[] = [
  { id: 'error', title: 'Errors', icon: 'circle-x', tone: 'err' },
  { id: 'warning', title: 'Warnings', icon: 'triangle-alert', tone: 'warn' },
  { id: 'info', title: 'Notes', icon: 'info', tone: 'sec' },
  { id: 'print', title: 'Output', icon: 'terminal', tone: 'muted' },
];

/** Most lines that stand on the page at once. */
const shownLines = 1000;

/** The log of the run. It follows its end until somebody scrolls. */
export function LogPane(): ReactElement {
  const log = useRunStore((state) => state.log);
  const dropped = useRunStore((state) => state.droppedLines);
  const [hidden, setHidden] = useState<ReadonlySet<Level>>(new Set());
  const [isFollowing, setFollowing] = useState(true);
  const list = useRef<HTMLDivElement>(null);
  const lines = useMemo(
    () => log.filter((line) => !hidden.has(line.level)).slice(-shownLines),
    [log, hidden],
  );
  useEffect(() => {
    if (list.current && isFollowing && lines.length > 0) list.current.scrollTop = list.current.scrollHeight;
  }, [lines, isFollowing]);
  const toggle = (level: Level): void =>
    setHidden((old) => {
      const next = new Set(old);
      if (!next.delete(level)) next.add(level);
      return next;
    });
  return (
    <div className="lane-rows">
      <div className="subhead" role="group" aria-label="Kinds of lines">
        {levels.map(({ id, title, icon, tone }) => (
          <button
            key={id}
            type="button"
            className={`chip filter${hidden.has(id) ? '' : ' on'}`}
            aria-pressed={!hidden.has(id)}
            onClick={() => toggle(id)}
          >
            <Icon name={icon} size={11} className={tone} />
            {title}
          </button>
        ))}
        {dropped > 0 ? (
          <span className="warn">{dropped.toLocaleString('en-US')} lines came too fast to show</span>
        ) : null}
        <span className="grow" />
        {isFollowing ? null : (
          <Button look="ghost" size="sm" icon="arrow-down" onClick={() => setFollowing(true)}>
            Follow
          </Button>
        )}
        <Button look="ghost" size="sm" onClick={() => useRunStore.getState().clearLog()}>
          Clear
        </Button>
      </div>
      <div
        ref={list}
        role="log"
        aria-live="off"
        aria-label="Log of the run"
        // a scrolling region must be reachable
        tabIndex={0}
        className="lane-scroll log-lines"
        onScroll={({ currentTarget: at }) =>
          setFollowing(at.scrollHeight - at.scrollTop - at.clientHeight < 24)
        }
      >
        {lines.length === 0 ? (
          <div className="empty">
            <b>No log lines</b>
            <p>
              {log.length === 0
                ? 'What a run has to say is listed here as it happens.'
                : 'All kinds of lines that came are switched off above.'}
            </p>
          </div>
        ) : null}
        {lines.map((line) => (
          <Line key={line.sequence} line={line} />
        ))}
      </div>
    </div>
  );
}

function Line({ line }: { readonly line: LogLine }): ReactElement {
  const component = useFlowStore((state) => state.flow.components[line.component ?? '']);
  const look = levels.find(({ id }) => id === line.level);
  const { component: id } = line;
  return (
    <div className="log-line">
      <span className="time">{timeOf(line.timeMs)}</span>
      <Icon name={look?.icon ?? 'info'} size={12} className={look?.tone ?? ''} label={line.level} />
      {component && id !== undefined ? (
        <button
          type="button"
          className="row who"
          onClick={() => useFlowStore.getState().select(only('component', id))}
        >
          <Tile engine={engineIdOf(component.type)} size={16} />
          {component.name}
        </button>
      ) : null}
      <span className="message">{line.message}</span>
    </div>
  );
}

function timeOf(ms: number): string {
  const time = new Date(ms);
  return `${time.toLocaleTimeString('en-GB')}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}
