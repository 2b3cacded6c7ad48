import type { Flow } from '@sluice/flow';
import type { ReactElement } from 'react';
import { useFlowStore } from '../store/flow-store.ts';
import { useRunStore } from '../store/run-store.ts';
import { Button } from '../ui/Button.tsx';
import { Menu, type MenuEntry } from '../ui/Menu.tsx';
import { toast, toastError } from '../ui/toasts.ts';
import { sourcesOf } from './totals.ts';

const percent = 0.01;

/** What a fault can be set on: everything that takes records and is no buffer. */
function targetsOf(flow: Flow): readonly { readonly id: string; readonly name: string }[] {
  const sources = new Set(sourcesOf(flow));
  return Object.entries(flow.components)
    .filter(([id, one]) => one.host === undefined && !sources.has(id) && one.type.split('.')[1] !== 'channel')
    .map(([id, { name }]) => ({ id, name }));
}

/** Worker threads besides the run's own, of the topology that asks for most. */
function workersOf(flow: Flow): number {
  const asked = Object.values(flow.systems)
    .filter(({ type }) => type === 'storm.topology')
    .map(({ config }) => Number(config.workers ?? 1) || 1);
  return Math.max(0, ...asked) - 1;
}

function attempt(action: Promise<void>, done: string): void {
  action.then(() => toast({ tone: 'plain', text: done }), toastError);
}

/** Breaks something on purpose, to see what the flow makes of it. Shown while a run is alive. */
export function FaultMenu(): ReactElement | null {
  const flow = useFlowStore((state) => state.flow);
  const faults = useRunStore((state) => state.faults);
  const isAlive = useRunStore(
    (state) => state.info?.status === 'running' || state.info?.status === 'recovering',
  );
  if (!isAlive) return null;
  const { kill, killWorker, fault } = useRunStore.getState();
  const targets = targetsOf(flow);
  const choose = (kind: 'failFraction' | 'dropFraction', verb: 'Fail' | 'Drop'): readonly MenuEntry[] =>
    targets.map(({ id, name }) => {
      const isOn = (faults[id]?.[kind] ?? 0) > 0;
      return {
        label: `${verb} 1 % in ${name}`,
        isChecked: isOn,
        onSelect: () =>
          attempt(
            fault({ component: id, [kind]: isOn ? 0 : percent }),
            isOn ? `${name} works again` : `${name} ${verb.toLowerCase()}s 1 % from now on`,
          ),
      };
    });
  const isAnySet = Object.values(faults).some(
    (one) => (one.failFraction ?? 0) > 0 || (one.dropFraction ?? 0) > 0,
  );
  const entries: readonly MenuEntry[] = [
    {
      label: 'Kill the engine process',
      icon: 'zap',
      isDanger: true,
      onSelect: () => attempt(kill(), 'Killed the engine process'),
    },
    ...Array.from(
      { length: Math.min(8, Math.max(0, workersOf(flow))) },
      (_, index): MenuEntry => ({
        label: `Kill worker ${index + 1}`,
        icon: 'zap',
        isDanger: true,
        onSelect: () =>
          attempt(killWorker(index + 1), `Killed worker ${index + 1}; its tuples time out and come again`),
      }),
    ),
    ...(targets.length === 0
      ? []
      : ([
          { kind: 'separator' },
          { kind: 'label', label: 'Failed records come back from the source' },
          ...choose('failFraction', 'Fail'),
          { kind: 'separator' },
          { kind: 'label', label: 'Dropped records time out' },
          ...choose('dropFraction', 'Drop'),
        ] satisfies MenuEntry[])),
    ...(isAnySet
      ? ([
          { kind: 'separator' },
          {
            label: 'Take all faults back',
            icon: 'rotate-ccw',
            onSelect: () => {
              for (const component of Object.keys(faults)) {
                fault({ component, failFraction: 0, dropFraction: 0 }).catch(toastError);
              }
            },
          },
        ] satisfies MenuEntry[])
      : []),
  ];
  return (
    <Menu
      trigger={
        <Button size="sm" icon="zap">
          Inject fault
        </Button>
      }
      entries={entries}
    />
  );
}
