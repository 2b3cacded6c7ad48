// @vitest-environment happy-dom
import { examples } from '@sluice/examples';
import type { LogLine } from '@sluice/protocol';
import { act, type ReactElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nothing } from '../store/flow-selection.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { useRunStore } from '../store/run-store.ts';
import { TooltipProvider } from '../ui/Tooltip.tsx';
import { DataPane } from './DataPane.tsx';
import { LogPane } from './LogPane.tsx';
import { ProblemsPane } from './ProblemsPane.tsx';

const flow = examples.find(({ id }) => id === 'classic-agent')?.flow;
if (!flow) throw new Error('no example');
const idOf = (name: string): string =>
  Object.keys(flow.components).find((id) => flow.components[id]?.name === name) ?? '';

let host: HTMLElement;
let root: Root;
beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  host = document.createElement('div');
  document.body.append(host);
  root = createRoot(host);
  useFlowStore.setState({ flow, selection: nothing, diagnostics: [] });
  useRunStore.setState({ log: [], views: [], droppedLines: 0 });
});
afterEach(() => {
  act(() => root.unmount());
  host.remove();
});

function show(pane: ReactElement): void {
  act(() => root.render(<TooltipProvider>{pane}</TooltipProvider>));
}
const button = (words: string): HTMLElement | undefined =>
  [...host.querySelectorAll<HTMLElement>('button')].find((one) => one.textContent?.includes(words));

let sequence = 0;
const line = (level: LogLine['level'], message: string, component?: string): LogLine => ({
  sequence: ++sequence,
  timeMs: Date.UTC(2026, 0, 1, 12),
  level,
  message,
  ...(component === undefined ? {} : { component }),
});

describe('the problems', () => {
  it('are none of an empty canvas, and none of a flow that can run', () => {
    show(<ProblemsPane />);
    expect(host.textContent).toContain('The flow can run');
    act(() => useFlowStore.setState({ flow: { ...flow, components: {}, connections: {} } }));
    expect(host.textContent).toContain('Nothing to check yet');
  });

  it('say what is wrong, where, and lead there', () => {
    const at = { component: idOf('sink2'), field: 'path' };
    const help = 'Set the path.';
    act(() =>
      useFlowStore.setState({
        diagnostics: [{ code: 'FLOW_FIELD_REQUIRED', severity: 'error', message: 'No path.', help, at }],
      }),
    );
    show(<ProblemsPane />);
    const row = host.querySelector('li');
    for (const words of ['No path.', help, 'FLOW_FIELD_REQUIRED', 'sink2 · path'])
      expect(row?.textContent).toContain(words);
    expect(row?.querySelector('[role="img"]')?.getAttribute('aria-label')).toBe('Error');
    act(() => button('No path.')?.click());
    expect(useFlowStore.getState().selection.components).toEqual([idOf('sink2')]);
    expect(useFlowStore.getState().wantedField?.field).toBe('path');
  });
});

describe('the log', () => {
  const shown = (): string[] => [...host.querySelectorAll('.message')].map((one) => one.textContent ?? '');

  it('says that there is nothing yet', () => {
    show(<LogPane />);
    expect(host.textContent).toContain('No log lines');
  });

  it('leaves out the kinds that are switched off, and says when that is all', () => {
    useRunStore.setState({ log: [line('info', 'started'), line('error', 'broken', idOf('sink2'))] });
    show(<LogPane />);
    expect(shown()).toEqual(['started', 'broken']);
    act(() => button('Notes')?.click());
    expect(shown()).toEqual(['broken']);
    expect(button('Notes')?.getAttribute('aria-pressed')).toBe('false');
    act(() => button('Errors')?.click());
    expect(host.textContent).toContain('switched off above');
  });

  it('names the component of a line and selects it', () => {
    useRunStore.setState({ log: [line('error', 'broken', idOf('sink2'))] });
    show(<LogPane />);
    act(() => button('sink2')?.click());
    expect(useFlowStore.getState().selection.components).toEqual([idOf('sink2')]);
  });

  it('tells how many lines came too fast', () => {
    useRunStore.setState({ log: [line('info', 'x')], droppedLines: 1234 });
    show(<LogPane />);
    expect(host.textContent).toContain('1,234 lines came too fast to show');
  });
});

describe('the data', () => {
  it('is what print and logger components wrote, each in its own box', () => {
    const log = [
      line('print', 'one', idOf('sink1')),
      line('info', 'note'),
      line('print', 'two', idOf('sink1')),
    ];
    useRunStore.setState({ log });
    show(<DataPane />);
    expect(host.querySelector('[data-testid="print-sink1"]')?.textContent).toBe('one\ntwo');
    expect(host.textContent).toContain('2 lines');
    show(<DataPane component={idOf('sink2')} />);
    expect(host.textContent).toContain('No data yet');
  });
});
