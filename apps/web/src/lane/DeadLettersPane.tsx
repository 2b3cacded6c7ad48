import type { DeadLetter, DeadLetters } from '@sluice/protocol';
import { type ReactElement, useEffect, useState } from 'react';
import { api } from '../api/client.ts';
import { only } from '../store/flow-selection.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { useRunStore } from '../store/run-store.ts';
import { Icon } from '../ui/Icon.tsx';
import { deadLettersIn } from './dead-letters.ts';

/** Records that functions could not do, the newest first, each with its reason. */
export function DeadLettersPane(): ReactElement {
  const run = useRunStore((state) => state.info?.id);
  const counted = useRunStore(({ schema, tick }) => deadLettersIn(schema, tick));
  const [answer, setAnswer] = useState<DeadLetters>();
  useEffect(() => {
    setAnswer(undefined);
  }, [run]);
  useEffect(() => {
    if (run === undefined || counted === 0) return;
    let isWanted = true;
    // The next number asks again: a list that could not be had now is not missed for long.
    api.runs.deadLetters(run).then(
      (next) => isWanted && setAnswer(next),
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [run, counted]);
  const letters = answer?.letters ?? [];
  if (letters.length === 0) {
    return (
      <div className="empty">
        <b>No dead letters</b>
        <p>A record that a function cannot do is put aside here, with the reason; the others go on.</p>
      </div>
    );
  }
  return (
    <div className="lane-rows">
      <div className="subhead">
        <span className="sec">
          {counted.toLocaleString('en-US')} put aside
          {counted > letters.length ? `, the last ${letters.length} are shown` : ''}
        </span>
      </div>
      <div
        role="log"
        aria-live="off"
        aria-label="Dead letters"
        // a scrolling region must be reachable
        tabIndex={0}
        className="lane-scroll log-lines"
      >
        {letters.toReversed().map((letter) => (
          <Letter key={letter.sequence} letter={letter} />
        ))}
      </div>
    </div>
  );
}

function Letter({ letter }: { readonly letter: DeadLetter }): ReactElement {
  const { component: id, line } = letter;
  const component = useFlowStore((state) => state.flow.components[id]);
  return (
    <div className="log-line">
      <span className="time">{new Date(letter.timeMs).toLocaleTimeString('en-GB')}</span>
      <Icon name="circle-x" size={12} className="err" label={letter.code} />
      <button
        type="button"
        className="row who"
        onClick={() => useFlowStore.getState().select(only('component', id))}
      >
        {component?.name ?? id}
      </button>
      <span className="message">
        {letter.reason}
        {line === undefined ? '' : ` (line ${line})`} <span className="sec">{letter.record}</span>
      </span>
    </div>
  );
}
