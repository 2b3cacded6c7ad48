// @vitest-environment happy-dom
import type { Json, Schema } from '@sluice/ir';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TooltipProvider } from '../../ui/Tooltip.tsx';
import { ExpressionWidget } from './ExpressionWidget.tsx';
import { piecesOf } from './PaintedText.tsx';

const input: Schema = {
  shape: 'tuple',
  fields: [
    { name: 'word', type: 'string' },
    { name: 'count', type: 'integer' },
  ],
};

let host: HTMLElement;
let root: Root;
let set: Json | undefined;
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

function show(value: string): void {
  act(() =>
    root.render(
      <TooltipProvider>
        <ExpressionWidget
          id="x"
          spec={{ type: 'expression', label: 'Keep', help: 'Help.', returns: 'boolean' }}
          value={value}
          state={undefined}
          input={input}
          set={(next) => {
            set = next;
          }}
        />
      </TooltipProvider>,
    ),
  );
}

const area = (): HTMLTextAreaElement => host.querySelector('textarea') as HTMLTextAreaElement;

function type(text: string): void {
  act(() => {
    const write = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set;
    write?.call(area(), text);
    area().setSelectionRange(text.length, text.length);
    area().dispatchEvent(new Event('input', { bubbles: true }));
    area().dispatchEvent(new Event('select', { bubbles: true }));
  });
}

describe('an expression in colours', () => {
  it('has the same text, every piece in its kind', () => {
    const text = "length(word) > 2 and nope == 'a\\'b'";
    const pieces = piecesOf(text, input.fields, [{ start: 21, end: 25 }]);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    const kinds = pieces.filter((p) => p.kind !== undefined).map((p) => `${p.kind ?? ''} ${p.text}`);
    expect(kinds).toEqual([
      'function length',
      'operator (',
      'field word',
      'operator )',
      'operator >',
      'number 2',
      'keyword and',
      'unknown nope',
      'operator ==',
      "text 'a\\'b'",
    ]);
    expect(pieces.filter((p) => p.isWrong).map((p) => p.text)).toEqual(['nope']);
  });

  it.each(['', ' ', 'a', "'open", 'a\nb\n', '#', 'count ='])('keeps %j whole', (text) => {
    const pieces = piecesOf(text, input.fields, [{ start: text.length, end: text.length }]);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
  });

  it('lies under the field', () => {
    show('count > 5');
    expect(host.querySelector('.painted')?.textContent).toBe('count > 5');
    expect(host.querySelector('.painted .tok-field')?.textContent).toBe('count');
  });
});

describe('the field of an expression', () => {
  it('marks what is wrong in place and says it, several at once', () => {
    show('lowr(word) == wrod');
    const marked = [...host.querySelectorAll('.painted .tok-wrong')].map((piece) => piece.textContent);
    expect(marked).toEqual(['lowr', 'wrod']);
    const said = [...host.querySelectorAll('.fmsg.err')].map((message) => message.textContent);
    expect(said).toHaveLength(2);
    expect(said[0]).toContain('Did you mean lower?');
    expect(said[1]).toContain('Did you mean word?');
    expect(host.querySelector('.try-it')).toBeNull();
  });

  it('tells how the function around the caret is called', () => {
    show('');
    type('substring(word, 1');
    expect(host.querySelector('.signature')?.textContent).toContain('substring(text, from, to?)');
    expect(host.querySelector('.signature b')?.textContent).toBe('from');
    type('substring(word, 1)');
    expect(host.querySelector('.signature')).toBeNull();
  });

  it('offers what may stand at the caret, and Tab takes it', () => {
    show('');
    type('wo');
    const offers = [...host.querySelectorAll('.offer .mono')].map((offer) => offer.textContent);
    expect(offers).toEqual(['word', 'words(text)']);
    act(() => {
      area().dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab', bubbles: true }));
    });
    expect(area().value).toBe('word');
  });

  it('shows what it gives for a sample, which can be changed', () => {
    show('length(word) > count');
    const output = (): string => host.querySelector('output')?.textContent ?? '';
    expect(host.querySelectorAll('.try-it input')).toHaveLength(2);
    expect(output()).toContain('false');
    const sample = host.querySelectorAll<HTMLInputElement>('.try-it input')[1] as HTMLInputElement;
    act(() => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(sample, '3');
      sample.dispatchEvent(new Event('input', { bubbles: true }));
    });
    expect(output()).toContain('true');
  });

  it('hands the text over when it is left, not before', () => {
    show('count > 5');
    set = undefined;
    type('count > 6');
    expect(set).toBeUndefined();
    act(() => {
      area().dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
    });
    expect(set).toBe('count > 6');
  });

  it('lists the language on demand, and writes the function that is chosen', () => {
    show('count > 5');
    const button = host.querySelector<HTMLButtonElement>('button[aria-label^="Functions and operators"]');
    expect(button?.getAttribute('aria-expanded')).toBe('false');
    expect(host.querySelector('.language-list')).toBeNull();
    act(() => button?.click());
    expect(button?.getAttribute('aria-expanded')).toBe('true');
    const entries = [...host.querySelectorAll<HTMLButtonElement>('.language-entry')];
    expect(entries.length).toBeGreaterThan(25);
    expect(host.querySelector('.language-list')?.textContent).toContain('matches(text, regex)');
    act(() => {
      area().setSelectionRange(0, 5);
      entries.find((entry) => entry.textContent?.startsWith('length('))?.click();
    });
    expect(area().value).toBe('length( > 5');
  });
});
