import { type KeyboardEvent, type ReactElement, useEffect, useRef, useState } from 'react';

export interface DraftInputProps {
  readonly id?: string;
  readonly label?: string;
  readonly text: string;
  readonly className?: string;
  readonly placeholder?: string;
  readonly isMultiline?: boolean;
  readonly inputMode?: 'numeric' | 'decimal';
  readonly title?: string;
  readonly describedBy?: string;
  readonly isInvalid?: boolean;
  /** Called with each key, for checks while typing. */
  onDraft?(text: string): void;
  commit(text: string): void;
}

/** A text control that hands over its text on Enter, when it loses the focus and when it goes away. */
export function DraftInput(props: DraftInputProps): ReactElement {
  const { id, label, text, className, placeholder, isMultiline = false, inputMode, title } = props;
  const [draft, setDraft] = useState<string | undefined>();
  const latest = useRef({ draft, props });
  latest.current = { draft, props };
  useEffect(
    () => () => {
      const { draft: left, props: last } = latest.current;
      if (left !== undefined && left !== last.text) last.commit(left);
    },
    [],
  );
  const finish = (): void => {
    latest.current = { ...latest.current, draft: undefined };
    setDraft(undefined);
    if (draft !== undefined && draft !== text) props.commit(draft);
  };
  const shared = {
    id,
    className: `val ${className ?? ''}`,
    value: draft ?? text,
    placeholder,
    title,
    'aria-label': label,
    'aria-describedby': props.describedBy,
    'aria-invalid': props.isInvalid === true ? (true as const) : undefined,
    spellCheck: false,
    autoComplete: 'off',
    onBlur: finish,
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key === 'Enter' && !event.shiftKey) {
        event.preventDefault();
        finish();
      } else if (event.key === 'Escape' && draft !== undefined) {
        event.stopPropagation();
        setDraft(undefined);
        props.onDraft?.(text);
      }
    },
  };
  const type = (fresh: string): void => {
    setDraft(fresh);
    props.onDraft?.(fresh);
  };
  return isMultiline ? (
    <textarea
      {...shared}
      rows={Math.min(6, Math.max(2, (draft ?? text).split('\n').length))}
      onChange={(event) => type(event.target.value)}
    />
  ) : (
    <input {...shared} inputMode={inputMode} onChange={(event) => type(event.target.value)} />
  );
}
