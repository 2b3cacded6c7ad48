import { type DragEvent, useCallback, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../api/client.ts';
import { plural } from '../runs/words.ts';
import { toast } from '../ui/toasts.ts';
import { toCreateRequest } from './flow-actions.ts';
import { sentenceOf } from './home-store.ts';
import { readTextFile, refuseText } from './read-text.ts';

export interface Importing {
  readonly isOpen: boolean;
  readonly pasted: string;
  readonly isBusy: boolean;
  readonly isDragging: boolean;
  readonly failure: string | undefined;
  open(): void;
  close(): void;
  import(content: string, fileName?: string): void;
  importFile(file: File): void;
  /** Says under the text why something was not taken. */
  refuse(reason: string): void;
  /** Spread on the element that takes dropped files. */
  readonly dropZone: {
    onDragOver(event: DragEvent): void;
    onDragLeave(event: DragEvent): void;
    onDrop(event: DragEvent): void;
  };
}

/** Takes texts from the dialog, from dropped files and from the clipboard, and goes to the flow made of them. */
export function useImport(): Importing {
  const [isOpen, setOpen] = useState(false);
  const [pasted, setPasted] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [isDragging, setDragging] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [, navigate] = useLocation();

  const take = useCallback(
    (content: string, fileName?: string): void => {
      setBusy(true);
      setFailure(undefined);
      Promise.resolve()
        .then(() => {
          const reason = refuseText(content);
          if (reason !== undefined) throw new Error(reason);
          return api.flows.create(toCreateRequest(content, fileName));
        })
        .then((state) => {
          const found = state.problems?.length ?? 0;
          if (found > 0) {
            toast({
              tone: 'warn',
              text: `Opened with ${plural(found, 'problem')}. They are listed below the canvas.`,
            });
          }
          setOpen(false);
          navigate(`/flows/${state.id}`);
        })
        .catch((error: unknown) => {
          setFailure(sentenceOf(error));
          setPasted(content);
          setOpen(true);
        })
        .finally(() => setBusy(false));
    },
    [navigate],
  );

  const takeFile = useCallback(
    (file: File): void => {
      readTextFile(file).then(
        (content) => take(content, file.name),
        (error: unknown) => {
          setFailure(sentenceOf(error));
          setOpen(true);
        },
      );
    },
    [take],
  );

  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      if (
        event.target instanceof Element &&
        event.target.closest('input, textarea, [role="dialog"]') !== null
      )
        return;
      const text = event.clipboardData?.getData('text') ?? '';
      const reason = refuseText(text);
      if (reason !== undefined) {
        event.preventDefault();
        setFailure(reason);
        setOpen(true);
        return;
      }
      if (!/^[^\s=#]+\.(sources|channels|sinks)\s*=/m.test(text) && !text.trimStart().startsWith('{')) return;
      event.preventDefault();
      setPasted(text);
      setFailure(undefined);
      setOpen(true);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);

  return {
    isOpen,
    pasted,
    isBusy,
    isDragging,
    failure,
    open() {
      setPasted('');
      setFailure(undefined);
      setOpen(true);
    },
    close: () => setOpen(false),
    import: take,
    importFile: takeFile,
    refuse: setFailure,
    dropZone: {
      onDragOver(event) {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setDragging(true);
      },
      onDragLeave(event) {
        if (event.currentTarget === event.target) setDragging(false);
      },
      onDrop(event) {
        setDragging(false);
        const file = event.dataTransfer.files[0];
        if (file === undefined) return;
        event.preventDefault();
        takeFile(file);
      },
    },
  };
}
