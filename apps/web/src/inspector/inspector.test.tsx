// @vitest-environment happy-dom
import { examples } from '@sluice/examples';
import type { SeriesInfo } from '@sluice/protocol';
import { act, type ReactElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { byPlace } from '../store/flow-diagnostics.ts';
import { nothing, only } from '../store/flow-selection.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { TooltipProvider } from '../ui/Tooltip.tsx';
import { Inspector } from './Inspector.tsx';
import { mainSeries } from './Metrics.tsx';

const flow = examples.find(({ id }) => id === 'access-log-multiplexing')?.flow;
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
  useFlowStore.setState({ flow, selection: nothing, problems: byPlace([]) });
  const drawn: ReactElement = (
    <TooltipProvider>
      <Inspector />
    </TooltipProvider>
  );
  act(() => root.render(drawn));
});
afterEach(() => {
  act(() => root.unmount());
  host.remove();
});

const select = (selection: Parameters<ReturnType<typeof useFlowStore.getState>['select']>[0]): void =>
  act(() => useFlowStore.getState().select(selection));
const tab = (name: string): HTMLElement | undefined =>
  [...host.querySelectorAll<HTMLElement>('[role="tab"]')].find((one) => one.textContent === name);

describe('the inspector', () => {
  it('tells of the flow while nothing is selected, and counts when much is', () => {
    expect(host.textContent).toContain('Access log by status');
    expect(host.textContent).toContain('4 connections');
    select({ ...nothing, components: [idOf('failed'), idOf('served')] });
    expect(host.textContent).toContain('2 things are selected');
  });

  it('shows the settings of a component under their labels, with the engine’s keys and what is wrong', () => {
    const at = { component: idOf('failed'), field: 'capacity' };
    const message = 'The channel is too small.';
    const problems = byPlace([{ code: 'X', severity: 'error', message, at }]);
    act(() => useFlowStore.setState({ problems }));
    select(only('component', idOf('failed')));
    const row = host.querySelector('[data-field="capacity"]');
    const input = row?.querySelector('input');
    expect(row?.querySelector('label')?.getAttribute('for')).toBe(input?.id);
    expect(row?.textContent).toContain('capacity');
    expect(row?.textContent).toContain(message);
    expect(input?.getAttribute('aria-invalid')).toBe('true');
    const described = input?.getAttribute('aria-describedby') ?? '';
    expect(document.getElementById(described)?.textContent).not.toBe('');
  });

  it('says which settings a running flow takes at once', () => {
    select(only('component', idOf('requests')));
    const helpOf = (field: string): string | null | undefined =>
      host.querySelector(`[data-field="${field}"] .help`)?.textContent;
    expect(helpOf('rate')).toContain('A running flow takes it at once.');
    expect(helpOf('seed')).not.toContain('A running flow');
  });

  it('moves nothing from under the pointer: help opens and closes after the click', async () => {
    select(only('component', idOf('requests')));
    const row = (field: string): HTMLElement | null => host.querySelector(`[data-field="${field}"]`);
    const helped = (): (string | null)[] =>
      [...host.querySelectorAll('.helped')].map((one) => one.getAttribute('data-field'));
    const focus = (field: string): void =>
      act(() => row(field)?.querySelector<HTMLElement>('input, select, button[role="switch"]')?.focus());
    focus('seed');
    expect(helped()).toEqual(['seed']);
    act(() => void window.dispatchEvent(new Event('pointerdown')));
    focus('rate');
    expect(helped()).toEqual(['seed']);
    await act(async () => {
      window.dispatchEvent(new Event('pointerup'));
      await new Promise((resolve) => setTimeout(resolve));
    });
    expect(helped()).toEqual(['rate']);
  });

  it('has one tab stop for its tabs; arrows, Home and End choose', () => {
    select(only('component', idOf('failed')));
    const stops = (): (string | null)[] =>
      [...host.querySelectorAll('[role="tab"][tabindex="0"]')].map((one) => one.textContent);
    expect(stops()).toEqual(['Config']);
    const press = (key: string): void =>
      act(() => {
        tab('Config')?.parentElement?.dispatchEvent(
          new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
        );
      });
    press('ArrowLeft');
    expect(stops()).toEqual(['Docs']);
    expect(document.activeElement).toBe(tab('Docs'));
    press('Home');
    expect(stops()).toEqual(['Config']);
    press('ArrowRight');
    expect(stops()).toEqual(['Metrics']);
    const panel = host.querySelector('[role="tabpanel"]');
    expect(tab('Metrics')?.getAttribute('aria-controls')).toBe(panel?.id);
    expect(panel?.getAttribute('aria-labelledby')).toBe(tab('Metrics')?.id);
  });

  it('breaks long keys after their dots', () => {
    select(only('component', idOf('failures')));
    act(() => host.querySelector<HTMLElement>('.fold-head[aria-expanded="false"]')?.click());
    const keys = [...host.querySelectorAll('.key')].map((one) => one.innerHTML);
    expect(keys.some((key) => /^sink\.<wbr>/.test(key))).toBe(true);
  });

  it('asks for values on the edge of a multiplexing source, and for nothing behind a channel', () => {
    const edgeOf = (from: string): string =>
      Object.keys(flow.connections).find((id) => flow.connections[id]?.from.component === idOf(from)) ?? '';
    select(only('connection', edgeOf('requests')));
    expect(host.querySelector('[data-field="when"]')).not.toBeNull();
    select(only('connection', edgeOf('failed')));
    expect(host.querySelectorAll('[data-field]')).toHaveLength(0);
    expect(host.textContent).toContain('failed → failures');
  });
});

describe('the numbers over the settings', () => {
  const series = (name: string, ref = 'a'): SeriesInfo => ({
    scope: 'component',
    ref,
    name,
    kind: 'counter',
    unit: 'events',
  });
  const names = (...all: readonly SeriesInfo[]): string[] => mainSeries(all, 'a').map(({ name }) => name);

  it('are four of the engine’s own before the neutral ones', () => {
    expect(
      names(
        ...['in', 'out', 'busy', 'emitted', 'acked'].map((name) => series(name)),
        series('failed', 'other'),
        series('executed'),
      ),
    ).toEqual(['emitted', 'acked', 'executed', 'in']);
  });

  it('are an even number, so that no cell stays empty', () => {
    expect(names(series('in'), series('out'), series('emitted'))).toEqual(['emitted', 'in']);
    expect(names(series('in'))).toEqual([]);
  });
});
