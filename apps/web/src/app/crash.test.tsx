// @vitest-environment happy-dom
import { act, type ReactElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Crash } from './Crash.tsx';

let host: HTMLElement;
let root: Root;
beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  // React says on the console what it caught.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  host = document.createElement('div');
  document.body.append(host);
  root = createRoot(host);
});
afterEach(() => {
  act(() => root.unmount());
  host.remove();
  vi.restoreAllMocks();
});

function Screen({ isBroken }: { readonly isBroken: boolean }): ReactElement {
  if (isBroken) throw new Error('planted');
  return <p>fine</p>;
}

describe('a screen that breaks', () => {
  it('says so and offers a way on, until another screen is shown', () => {
    const show = (place: string, isBroken: boolean): void =>
      act(() =>
        root.render(
          <Crash place={place}>
            <Screen isBroken={isBroken} />
          </Crash>,
        ),
      );
    show('/', false);
    expect(host.textContent).toBe('fine');
    show('/', true);
    expect(host.querySelector('[role="alert"]')?.textContent).toContain('planted');
    expect(host.querySelector('a')?.getAttribute('href')).toBe('/');
    show('/flows', false);
    expect(host.textContent).toBe('fine');
  });
});
