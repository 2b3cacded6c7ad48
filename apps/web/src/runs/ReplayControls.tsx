import type { ReplayCommand, ReplayState } from '@sluice/protocol';
import { type ReactElement, useState } from 'react';
import { formatCount, formatPercent, formatRate } from '../canvas/format.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { useRunStore } from '../store/run-store.ts';
import { IconButton } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Menu, type MenuEntry } from '../ui/Menu.tsx';
import { toastError } from '../ui/toasts.ts';
import { SeekTrack } from './SeekTrack.tsx';

const none: readonly ReplayState[] = [];

function send(command: ReplayCommand): void {
  useRunStore.getState().replay(command).catch(toastError);
}

/** Speed as a person says it: how many times the natural rate, or `max`. */
export function speedWords(replay: Pick<ReplayState, 'rate' | 'naturalRate'>): string {
  if (replay.rate === null) return 'max';
  const times = replay.naturalRate > 0 ? replay.rate / replay.naturalRate : 0;
  const rounded = Math.round(times * 100) / 100;
  return rounded > 0 && Math.abs(times - Math.round(times * 10) / 10) < 0.001
    ? `${Number(times.toFixed(1))}×`
    : `${formatRate(replay.rate)}/s`;
}

/** Pause, position and speed of the data set that is replayed; one at a time when there are several. */
export function ReplayControls(): ReactElement | null {
  const replays = useRunStore((state) => state.tick?.replays ?? state.info?.replays ?? none);
  const flow = useFlowStore((state) => state.flow);
  const [chosen, setChosen] = useState<string>();
  const replay = replays.find(({ component }) => component === chosen) ?? replays[0];
  if (replay === undefined) return null;
  const { component } = replay;
  const nameOf = (id: string): string => flow.components[id]?.name ?? id;
  const speed = (label: string, rate: number | null, note: string): MenuEntry => ({
    label,
    note,
    isChecked: rate === null ? replay.rate === null : replay.rate === rate,
    onSelect: () => send({ action: 'rate', component, rate }),
  });
  const isOver = replay.total > 0 && replay.position >= replay.total && !replay.isLooping;
  return (
    <>
      <span className="vr" />
      <fieldset className="scrub bare" aria-label={`Replay of ${replay.dataset}`}>
        <IconButton
          size="sm"
          icon={replay.isPaused ? 'play' : 'pause'}
          label={replay.isPaused ? 'Resume replay' : 'Pause replay'}
          onClick={() => send({ action: replay.isPaused ? 'resume' : 'pause', component })}
        />
        {replays.length > 1 ? (
          <Menu
            align="start"
            trigger={
              <button type="button" className="btn sm ghost mono">
                {replay.dataset}
                <Icon name="chevron-down" size={11} className="caret" />
              </button>
            }
            entries={replays.map((one) => ({
              label: `${one.dataset} into ${nameOf(one.component)}`,
              isChecked: one.component === component,
              onSelect: () => setChosen(one.component),
            }))}
          />
        ) : (
          <span className="mono opt" style={{ fontSize: 11 }}>
            {replay.dataset}
          </span>
        )}
        {replay.total > 0 ? (
          <SeekTrack
            label={`Position in ${replay.dataset}`}
            position={Math.min(replay.position, replay.total)}
            total={replay.total}
            onSeek={(position) => send({ action: 'seek', component, position })}
          />
        ) : null}
        <span
          className="num opt replayed"
          title={`${formatCount(replay.position)} of ${formatCount(replay.total)} records`}
        >
          {isOver
            ? 'end'
            : replay.total > 0
              ? formatPercent(Math.min(1, replay.position / replay.total))
              : formatCount(replay.position)}
        </span>
        <Menu
          align="start"
          trigger={
            <button
              type="button"
              className="btn sm ghost"
              style={{ padding: '0 4px' }}
              aria-label={`Speed ${speedWords(replay)}`}
            >
              <span className="num">{speedWords(replay)}</span>
              <Icon name="chevron-down" size={11} className="caret" />
            </button>
          }
          entries={[
            speed('1×', replay.naturalRate, `${formatRate(replay.naturalRate)}/s`),
            speed('10×', replay.naturalRate * 10, `${formatRate(replay.naturalRate * 10)}/s`),
            speed('As fast as possible', null, 'max'),
            { kind: 'separator' },
            {
              label: 'Start over at the end',
              isChecked: replay.isLooping,
              onSelect: () => send({ action: 'loop', component, isLooping: !replay.isLooping }),
            },
            {
              label: 'Go to the start',
              icon: 'rotate-ccw',
              onSelect: () => send({ action: 'seek', component, position: 0 }),
            },
          ]}
        />
      </fieldset>
    </>
  );
}
