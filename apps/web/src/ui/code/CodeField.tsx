import './code.css';
import { type ReactElement, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '../Button.tsx';
import type { CodeFieldProps } from './code.ts';
import type { openEditor } from './open-editor.ts';

type Opener = typeof openEditor;

type Loading = { readonly kind: 'loading' } | { readonly kind: 'failed' } | { readonly open: Opener };

const openers = new Map<boolean, Opener>();

/** What opens a field: functions have TypeScript beside them. */
async function loadOpener(isCode: boolean): Promise<Opener> {
  // What is on the screen goes first: the module takes a while to compile.
  await new Promise<void>((resolve) => whenIdle(resolve));
  const opener = isCode
    ? (await import('./typescript/open-code.ts')).openCode
    : (await import('./open-editor.ts')).openEditor;
  openers.set(isCode, opener);
  return opener;
}

function whenIdle(next: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(next, { timeout: 500 });
  else setTimeout(next);
}

/**
 * A field for code, in Monaco, which loads when the first one is shown; until then the text can be read. Controlled:
 * it shows `value` and tells every change.
 */
export function CodeField(props: CodeFieldProps): ReactElement {
  const isCode = props.language === 'typescript';
  const [state, setState] = useState<Loading>(() => {
    const open = openers.get(isCode);
    return open ? { open } : { kind: 'loading' };
  });
  const isLoading = 'kind' in state && state.kind === 'loading';
  useEffect(() => {
    if (!isLoading) return;
    let isWanted = true;
    loadOpener(isCode).then(
      (open) => isWanted && setState({ open }),
      () => isWanted && setState({ kind: 'failed' }),
    );
    return () => {
      isWanted = false;
    };
  }, [isLoading, isCode]);
  if ('open' in state) return <Editor key={props.name} open={state.open} field={props} />;
  if (state.kind === 'failed') {
    return (
      <div className="empty" role="alert">
        <b>The text editor could not be loaded</b>
        <p>The server did not answer with all of its files. The flow and its edits are safe.</p>
        <div className="row">
          <Button onClick={() => setState({ kind: 'loading' })}>Retry</Button>
        </div>
      </div>
    );
  }
  return <Waiting text={props.value} label={props.label} />;
}

/** The text as it will stand in the editor, plain. */
function Waiting({ text, label }: { readonly text: string; readonly label: string }): ReactElement {
  return (
    <div
      className="code-field code code-waiting"
      role="region"
      aria-label={label}
      aria-busy="true"
      // a scrolling region must be reachable
      tabIndex={0}
    >
      {text.split(/\r\n|\r|\n/).map((line, index) => (
        // a line is its number
        <div key={index} className="ln">
          <i>{index + 1}</i>
          <span>{line}</span>
        </div>
      ))}
    </div>
  );
}

function Editor({ open, field }: { readonly open: Opener; readonly field: CodeFieldProps }): ReactElement {
  const host = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLSpanElement>(null);
  const editor = useRef<ReturnType<Opener>>(undefined);
  const latest = useRef(field);
  latest.current = field;
  useLayoutEffect(() => {
    if (host.current === null) return;
    const opened = open(host.current, latest.current, () => end.current?.focus());
    editor.current = opened;
    return () => {
      editor.current = undefined;
      opened.close();
    };
  }, [open]);
  // In the same turn as the change it answers: a key typed in between would be lost.
  useLayoutEffect(() => editor.current?.update(field));
  return (
    <div className="code-field">
      <div className="code-host" ref={host} />
      <span className="sr" tabIndex={-1} ref={end}>
        End of {field.label}
      </span>
    </div>
  );
}
