import { type ReactElement, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { stopWithin } from './start-run.ts';
import { useStopQuestion } from './stop-question.ts';
import { drainLimitSeconds, type Waiting } from './waiting.ts';
import { formatSpan, plural } from './words.ts';

type Choice = 'drain' | 'now';

/** Asks what becomes of events that wait in channels, before a stop that would lose them. */
export function StopDialog(): ReactElement {
  const waiting = useStopQuestion((state) => state.waiting);
  const close = (): void => useStopQuestion.setState({ waiting: undefined });
  return waiting === undefined ? <></> : <Question waiting={waiting} onClose={close} />;
}

function Question({
  waiting,
  onClose,
}: {
  readonly waiting: Waiting;
  readonly onClose: () => void;
}): ReactElement {
  const [choice, choose] = useState<Choice>('drain');
  const { events, names, seconds } = waiting;
  const limit = drainLimitSeconds(waiting);
  const place = names.join(', ');
  const drains =
    seconds === undefined
      ? `Drain first; nothing leaves now, so it waits at most ${formatSpan(limit * 1000)}`
      : `Drain first, about ${formatSpan(seconds * 1000)}, at most ${formatSpan(limit * 1000)}`;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Stop with ${plural(events, 'event')} in ${place}?`}
      lead={`What a memory channel still holds is lost when the agent stops. Sources stop at once either way.`}
      actions={
        <>
          <Button onClick={onClose}>Keep running</Button>
          <Button look="primary" onClick={() => void stopWithin(choice === 'drain' ? limit * 1000 : 0)}>
            {choice === 'drain' ? 'Drain and stop' : 'Stop now'}
          </Button>
        </>
      }
    >
      <div className="choices" role="radiogroup" aria-label="What becomes of them">
        <label>
          <input type="radio" name="stop" checked={choice === 'drain'} onChange={() => choose('drain')} />
          {drains}
        </label>
        <label>
          <input type="radio" name="stop" checked={choice === 'now'} onChange={() => choose('now')} />
          Stop now and lose {plural(events, 'event')}
        </label>
      </div>
    </Dialog>
  );
}
