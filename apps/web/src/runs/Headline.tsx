import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { useFlowStore } from '../store/flow-store.ts';
import { tickRing, useRunStore } from '../store/run-store.ts';
import { Icon } from '../ui/Icon.tsx';
import { isEditedSince } from './follow-flow.ts';
import { headlineOf } from './headline.ts';

const announceMs = 5000;

/** The headline as a chip; a click selects the component it names. Read aloud at most every 5 s. */
export function Headline(): ReactElement {
  const flow = useFlowStore((state) => state.flow);
  const revision = useFlowStore((state) => state.revision);
  const info = useRunStore((state) => state.info);
  // Renders again with every painted sample; the ring itself is not state.
  useRunStore((state) => state.tick);
  const isEdited = useMemo(() => info !== undefined && isEditedSince(info), [flow, revision, info]);
  const headline = headlineOf(flow, info, tickRing(), isEdited);
  const said = useSpoken(headline?.text ?? '');
  return (
    <>
      <span className="sr" aria-live="polite">
        {said}
      </span>
      {headline === undefined ? null : headline.component === undefined ? (
        <span className={`chip headline ${headline.tone}`} title={info?.message}>
          <Icon name={headline.icon} size={12} />
          <span className="trunc">{headline.text}</span>
        </span>
      ) : (
        <button
          type="button"
          className={`chip headline ${headline.tone}`}
          onClick={() => useFlowStore.getState().goTo({ component: headline.component ?? '' })}
        >
          <Icon name={headline.icon} size={12} />
          <span className="trunc">{headline.text}</span>
        </button>
      )}
    </>
  );
}

/** Follows a text, but changes at most every few seconds. */
function useSpoken(text: string): string {
  const [spoken, setSpoken] = useState(text);
  const last = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, last.current + announceMs - performance.now());
    const timer = setTimeout(() => {
      last.current = performance.now();
      setSpoken(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text]);
  return spoken;
}
