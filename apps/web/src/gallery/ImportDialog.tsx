import { type ReactElement, useEffect, useRef, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { refuseText } from './read-text.ts';

export interface ImportDialogProps {
  readonly isOpen: boolean;
  /** A text that was pasted on the page. */
  readonly pasted: string;
  readonly isBusy: boolean;
  /** What went wrong with the last try. */
  readonly failure: string | undefined;
  readonly onClose: () => void;
  readonly onImport: (content: string) => void;
  readonly onFile: (file: File) => void;
  /** Something was not taken; the sentence says why. */
  readonly onRefuse: (reason: string) => void;
}

/** Asks for a file or a text: Flume .properties, or a flow document. */
export function ImportDialog({
  isOpen,
  pasted,
  isBusy,
  failure,
  onClose,
  onImport,
  onFile,
  onRefuse,
}: ImportDialogProps): ReactElement {
  const [text, setText] = useState('');
  const picker = useRef<HTMLInputElement>(null);
  useEffect(() => setText(pasted), [pasted, isOpen]);
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      isWide
      title="Open .properties"
      lead="A Flume agent file or a Sluice flow file becomes a new flow. What Sluice does not know is kept and exported as it was."
      actions={
        <>
          <Button icon="folder-open" disabled={isBusy} onClick={() => picker.current?.click()}>
            Choose a file
          </Button>
          <span className="grow" />
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={isBusy || text.trim() === ''} onClick={() => onImport(text)}>
            {isBusy ? 'Opening' : 'Open as flow'}
          </Button>
        </>
      }
    >
      <label>
        <span className="sr">Text of the file</span>
        <textarea
          className="paste"
          spellCheck={false}
          value={text}
          placeholder={
            '# paste here, or drop a file anywhere\na1.sources = r1\na1.channels = c1\na1.sinks = k1'
          }
          onChange={(event) => setText(event.target.value)}
          onPaste={(event) => {
            const reason = refuseText(event.clipboardData.getData('text'));
            if (reason === undefined) return;
            event.preventDefault();
            onRefuse(reason);
          }}
        />
      </label>
      {failure === undefined ? null : (
        <p className="err" role="alert" style={{ marginTop: 8 }}>
          {failure}
        </p>
      )}
      <input
        ref={picker}
        type="file"
        hidden
        accept=".properties,.conf,.json,.txt"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file !== undefined) onFile(file);
        }}
      />
    </Dialog>
  );
}
