// @vitest-environment happy-dom
import { field } from '@sluice/component';
import type { Json, Schema } from '@sluice/ir';
import { act, type ReactElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TooltipProvider } from '../../ui/Tooltip.tsx';
import { widgetOf } from './table.ts';
import type { WidgetProps } from './widget.ts';

let host: HTMLElement;
let root: Root;
beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  host = document.createElement('div');
  document.body.append(host);
  root = createRoot(host);
});
afterEach(() => {
  act(() => root.unmount());
  host.remove();
});

const set = vi.fn<(value: Json | undefined) => void>();
afterEach(() => set.mockReset());

/** Draws the widget of a field with a value, and keeps what it sets. */
function show(
  spec: WidgetProps['spec'],
  value?: Json,
  more: Partial<Pick<WidgetProps, 'state' | 'input' | 'known'>> = {},
): void {
  const Widget = widgetOf(spec.type);
  const drawn: ReactElement = (
    <TooltipProvider>
      <label htmlFor="it">{spec.label}</label>
      <Widget id="it" spec={spec} value={value} state={undefined} input={undefined} {...more} set={set} />
    </TooltipProvider>
  );
  act(() => root.render(drawn));
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function control(selector = '#it'): Control {
  const found = host.querySelector<Control>(selector);
  if (!found) throw new Error(`no ${selector} in ${host.innerHTML}`);
  return found;
}

/** Types a text into a control, as the browser would tell React. */
function type(into: Control, text: string): void {
  const own = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(into) as object, 'value');
  act(() => {
    into.focus();
    own?.set?.call(into, text);
    into.dispatchEvent(new Event(into instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }));
  });
}

function press(on: Element, key: string): void {
  act(() => {
    on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  });
}

function click(on: Element | null | undefined): void {
  act(() => {
    on?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
  });
}

const help = 'What it is for.';
const lines: Schema = { shape: 'tuple', fields: [{ name: 'line', type: 'string' }] };

describe('a text', () => {
  const spec = field.text({ label: 'Host', help, default: 'localhost' });

  it('shows its default as one, and hands over what was typed on Enter', () => {
    show(spec);
    expect(control().getAttribute('placeholder')).toBe('localhost');
    expect(host.textContent).toContain('default');
    type(control(), 'example');
    expect(set).not.toHaveBeenCalled();
    press(control(), 'Enter');
    expect(set.mock.calls).toEqual([['example']]);
  });

  it('hands over when it is left, and when it goes away', () => {
    show(spec, 'one');
    type(control(), 'two');
    act(() => control().blur());
    expect(set.mock.calls).toEqual([['two']]);
    type(control(), 'three');
    act(() => root.render(null));
    expect(set.mock.calls).toEqual([['two'], ['three']]);
  });

  it('gives up with Escape, and an empty one is unset', () => {
    show(spec, 'one');
    type(control(), 'two');
    press(control(), 'Escape');
    expect(control().value).toBe('one');
    expect(set).not.toHaveBeenCalled();
    type(control(), '');
    press(control(), 'Enter');
    expect(set.mock.calls).toEqual([[undefined]]);
  });

  it('tells readers that it is wrong', () => {
    show(spec, 'one', { state: 'invalid' });
    expect(control().getAttribute('aria-invalid')).toBe('true');
    expect(control().parentElement?.className).toContain('invalid');
  });
});

describe('a number', () => {
  const spec = field.integer({ label: 'Port', help, default: 1, unit: 's' });

  it('becomes a number; what is none stays as it was typed', () => {
    show(spec);
    expect(host.textContent).toContain('s');
    type(control(), ' 44444 ');
    press(control(), 'Enter');
    type(control(), '4x');
    press(control(), 'Enter');
    expect(set.mock.calls).toEqual([[44444], ['4x']]);
  });
});

describe('a switch', () => {
  it('says what it is by default and turns over', () => {
    show(field.boolean({ label: 'Loop', help, default: true }));
    expect(control().getAttribute('aria-checked')).toBe('true');
    expect(host.textContent).toContain('on, default');
    click(control());
    expect(set.mock.calls).toEqual([[false]]);
  });
});

describe('a choice', () => {
  const spec = field.choice({
    label: 'Grouping',
    help,
    choices: ['shuffle', 'fields'],
    choiceLabels: { fields: 'by fields' },
    default: 'shuffle',
  });

  it('offers its choices by their labels', () => {
    show(spec);
    expect([...control().querySelectorAll('option')].map((one) => one.textContent)).toEqual([
      'shuffle',
      'by fields',
    ]);
    type(control(), 'fields');
    expect(set.mock.calls).toEqual([['fields']]);
  });

  it('keeps a value it does not know', () => {
    show(spec, 'magic');
    expect(control().value).toBe('magic');
  });
});

describe('a list', () => {
  it('is texts between commas', () => {
    show(field.list({ label: 'Values', help, itemLabel: 'value', default: [] }), ['403', '404']);
    expect(control().value).toBe('403, 404');
    type(control(), ' 500 ,, 503');
    press(control(), 'Enter');
    type(control(), ' , ');
    press(control(), 'Enter');
    expect(set.mock.calls).toEqual([[['500', '503']], [undefined]]);
  });
});

describe('assignments', () => {
  const spec = field.assignments({ label: 'Fields', help, default: [] });
  const rows = [
    { name: 'word', value: 'lower(line)' },
    { name: 'size', value: 'length(line)' },
  ];
  const labelled = (name: string): Control => control(`[aria-label="${name}"]`);

  it('change one name or expression and leave the others', () => {
    show(spec, rows);
    type(labelled('Expression 2 of Fields'), 'length(line) + 1');
    press(labelled('Expression 2 of Fields'), 'Enter');
    expect(set.mock.calls).toEqual([[[rows[0], { name: 'size', value: 'length(line) + 1' }]]]);
  });

  it('get a row more, and one less; without any they are unset', () => {
    show(spec, rows);
    click([...host.querySelectorAll('button')].find((one) => one.textContent === 'Add field'));
    type(labelled('Name 3 of Fields'), ' kind ');
    press(labelled('Name 3 of Fields'), 'Enter');
    expect(set.mock.lastCall).toEqual([[...rows, { name: 'kind', value: '' }]]);
    show(spec, rows.slice(0, 1));
    click(host.querySelector('[aria-label="Remove word"]'));
    expect(set.mock.lastCall).toEqual([undefined]);
  });
});

describe('an expression', () => {
  const spec = field.expression({ label: 'Keep', help, returns: 'boolean' });

  it('gives what it makes of a sample that came', () => {
    show(spec, "startsWith(line, 'GET')", { input: lines, known: { line: 'GET /' } });
    expect(host.querySelector('output')?.textContent).toBe('gives true');
    const sample = control('.sample input');
    expect(sample.value).toBe('GET /');
    type(sample, 'POST /');
    expect(host.querySelector('output')?.textContent).toBe('gives false');
  });

  it('marks the place of what is wrong while it is typed', () => {
    show(spec, undefined, { input: lines });
    type(control(), 'lower(lien)');
    expect(host.querySelector('mark')?.textContent).toBe('lien');
    expect(host.textContent).toContain('Character 7');
    expect(set).not.toHaveBeenCalled();
    press(control(), 'Enter');
    expect(set.mock.calls).toEqual([['lower(lien)']]);
  });

  it('offers what may stand at the caret, and Tab takes it', () => {
    show(spec, undefined, { input: lines });
    const area = control() as HTMLTextAreaElement;
    type(area, 'lower(li');
    const offers = [...host.querySelectorAll('[role="option"]')].map((one) => one.textContent);
    expect(offers[0]).toContain('line');
    press(area, 'Tab');
    expect(area.value).toBe('lower(line');
  });
});

describe('a pattern', () => {
  it('is checked while it is typed', () => {
    show(field.regex({ label: 'Pattern', help }));
    type(control(), '(open');
    expect(host.querySelector('.fmsg')?.textContent).not.toBe('');
    type(control(), '(closed)');
    expect(host.querySelector('.fmsg')).toBeNull();
  });
});
