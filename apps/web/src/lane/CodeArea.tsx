import {
  type KeyboardEvent,
  type ReactElement,
  type SyntheticEvent,
  useEffect,
  useMemo,
  useRef,
} from 'react';
import { tokensOf } from './properties-tokens.ts';

const lineHeight = 18;

/** Something wrong on a line. */
export interface Mark {
  readonly line: number;
  readonly kind: 'error' | 'warning';
  readonly text: string;
}

export interface CodeAreaProps {
  readonly label: string;
  readonly text: string;
  readonly marks: readonly Mark[];
  readonly selected: readonly { readonly from: number; readonly to: number }[];
  onText(text: string): void;
  /** Ctrl+Z or, with `isRedo`, Ctrl+Shift+Z. Says whether it did something; else the field undoes its own keys. */
  onUndo(isRedo: boolean): boolean;
  onBlur(): void;
  onCaret(caret: { readonly line: number; readonly column: number }): void;
  /** A line was clicked. */
  onPick(line: number): void;
}

/**
 * A text field over its own coloured copy: the browser's editing, selection and accessibility, with line numbers,
 * token colours, selected lines and marks behind it. Both layers share one font grid of 18 px lines.
 */
export function CodeArea(props: CodeAreaProps): ReactElement {
  const { label, text, marks, selected } = props;
  const lines = useMemo(() => tokensOf(text), [text]);
  const caretOf = (field: HTMLTextAreaElement): { line: number; column: number } => {
    const before = field.value.slice(0, field.selectionStart).split('\n');
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  };
  const scroller = useRef<HTMLDivElement>(null);
  const first = selected[0]?.from;
  useEffect(() => {
    const box = scroller.current;
    if (!box || first === undefined || box.contains(document.activeElement)) return;
    const top = (first - 1) * lineHeight;
    if (top < box.scrollTop || top > box.scrollTop + box.clientHeight - 3 * lineHeight) {
      box.scrollTop = Math.max(0, top - 2 * lineHeight);
    }
  }, [first]);
  const tellCaret = (event: SyntheticEvent<HTMLTextAreaElement>): void =>
    props.onCaret(caretOf(event.currentTarget));
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    if (props.onUndo(key === 'y' || event.shiftKey)) event.preventDefault();
  };
  return (
    <div className="code-scroll" ref={scroller}>
      <div className="code code-area">
        <div aria-hidden="true">
          {lines.map((tokens, index) => {
            const line = index + 1;
            const mark = marks.find((m) => m.line === line);
            const isSelected = selected.some(({ from, to }) => line >= from && line <= to);
            return (
              // a line is its number
              <div key={index} className={isSelected ? 'ln sel' : 'ln'}>
                <i>{line}</i>
                <span className={mark ? (mark.kind === 'error' ? 'sqe' : 'sq') : ''}>
                  {tokens.map((token, place) => (
                    // a token is its place
                    <span key={place} className={token.kind}>
                      {token.text}
                    </span>
                  ))}
                </span>
                {mark ? <span className="hint">{mark.text}</span> : null}
              </div>
            );
          })}
        </div>
        <textarea
          aria-label={label}
          spellCheck={false}
          autoComplete="off"
          wrap="off"
          value={text}
          onChange={(event) => props.onText(event.currentTarget.value)}
          onKeyDown={onKey}
          onSelect={tellCaret}
          onClick={(event) => props.onPick(caretOf(event.currentTarget).line)}
          onBlur={props.onBlur}
        />
      </div>
    </div>
  );
}
