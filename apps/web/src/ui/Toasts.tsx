import type { ReactElement } from 'react';
import { Icon } from './Icon.tsx';
import { closeToast, type Toast, useToasts } from './toasts.ts';

const marks = {
  ok: { icon: 'circle-check', tone: 'ok' },
  warn: { icon: 'triangle-alert', tone: 'warn' },
  error: { icon: 'circle-x', tone: 'err' },
  plain: { icon: 'info', tone: 'sec' },
} as const;

/** Mounted once: the corner where messages appear. */
export function Toasts(): ReactElement {
  const toasts = useToasts((state) => state.toasts);
  return (
    <ol className="toasts" aria-label="Messages" aria-live="polite">
      {toasts.map((shown) => (
        <Row key={shown.id} shown={shown} />
      ))}
    </ol>
  );
}

function Row({ shown }: { readonly shown: Toast }): ReactElement {
  const mark = marks[shown.tone];
  return (
    <li className="toast">
      <Icon name={mark.icon} size={14} className={mark.tone} />
      <span className="grow">{shown.text}</span>
      {shown.action === undefined ? null : (
        <button
          type="button"
          className="act"
          onClick={() => {
            shown.action?.run();
            closeToast(shown.id);
          }}
        >
          {shown.action.label}
        </button>
      )}
      <button
        type="button"
        className="btn ghost icon sm"
        aria-label="Close message"
        onClick={() => closeToast(shown.id)}
      >
        <Icon name="x" size={12} />
      </button>
    </li>
  );
}
