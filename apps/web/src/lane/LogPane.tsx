import { type ReactElement, useEffect, useRef, useState } from 'react';
import { useFlowStore } from '../store/flow-store.ts';
import { useRunStore } from '../store/run-store.ts';

const levels = ['info', 'warning', 'error', 'print'] as const;
type Level = (typeof levels)[number];

/** The log of the run, following its end until it is scrolled. */
export function LogPane(): ReactElement {
  const log = useRunStore((state) => state.log);
  const components = useFlowStore((state) => state.flow.components);
  const [hidden, setHidden] = useState<readonly Level[]>([]);
  const list = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  const lines = log.filter((line) => !hidden.includes(line.level));
  useEffect(() => {
    if (list.current && isFollowing.current) list.current.scrollTop = list.current.scrollHeight;
  });
  const toggle = (level: Level): void =>
    setHidden((old) => (old.includes(level) ? old.filter((one) => one !== level) : [...old, level]));
  return (
    <div style={{ display: 'grid', gridTemplateRows: '28px minmax(0, 1fr)', minHeight: 0 }}>
      <div className="subhead">
        {levels.map((level) => (
          <button
            key={level}
            type="button"
            className="chip"
            aria-pressed={!hidden.includes(level)}
            style={hidden.includes(level) ? { opacity: 0.5 } : undefined}
            onClick={() => toggle(level)}
          >
            {level}
          </button>
        ))}
      </div>
      <div
        ref={list}
        role="log"
        aria-live="off"
        className="mono"
        style={{ overflow: 'auto', fontSize: 11.5, lineHeight: '20px', padding: '4px 12px' }}
        onScroll={({ currentTarget: at }) => {
          isFollowing.current = at.scrollHeight - at.scrollTop - at.clientHeight < 24;
        }}
      >
        {lines.length === 0 ? 'No log lines.' : null}
        {lines.map((line) => (
          <div key={line.sequence}>
            {new Date(line.timeMs).toLocaleTimeString('en-GB')} {line.level}{' '}
            {line.component === undefined ? '' : `${components[line.component]?.name ?? line.component}: `}
            {line.message}
          </div>
        ))}
      </div>
    </div>
  );
}
