import type { CodeTypes } from '@sluice/compiler/code';

/** The languages a code field colours. */
export type CodeLanguage = 'properties' | 'json' | 'typescript';

/** Something to say about a part of a text. Lines and columns count from 1; the end column is exclusive. */
export interface CodeMark {
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly code?: string;
  readonly line: number;
  /** Without columns the mark covers what is written on the line. */
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  /** A way out, offered where the mark is. */
  readonly fix?: { readonly label: string; readonly run: () => void };
}

/** Whole lines, counted from 1, both ends inclusive. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** A place in a text, counted from 1. */
export interface CodePlace {
  readonly line: number;
  readonly column: number;
}

/** A word offered while typing. */
export interface CodeCompletion {
  readonly label: string;
  /** What is written; the label when it is missing. */
  readonly insert?: string;
  readonly kind?: 'property' | 'value' | 'function' | 'keyword';
  /** A few words beside the label. */
  readonly detail?: string;
  readonly documentation?: string;
}

/** Says what fits at a place: the text of its line before it, and the whole text. */
export type Complete = (at: {
  readonly place: CodePlace;
  readonly before: string;
  readonly text: string;
}) => readonly CodeCompletion[];

export interface CodeFieldProps {
  /** What a screen reader calls the field. */
  readonly label: string;
  /**
   * Names the text within the page: a field that comes back under the same name has its cursor, scroll place and
   * undo steps again.
   */
  readonly name: string;
  readonly language: CodeLanguage;
  /** The text. A value other than what is in the field is patched in, around the cursor and the undo steps. */
  readonly value: string;
  readonly onChange?: (value: string) => void;
  readonly isReadOnly?: boolean;
  /** Set when Tab writes a tab; else it moves on to the next control. Escape leaves the field in any case. */
  readonly isTabWritten?: boolean;
  readonly marks?: readonly CodeMark[];
  /** Lines to light, as those of what is selected elsewhere. */
  readonly lit?: readonly LineRange[];
  /** Puts the cursor somewhere and shows it; a new object asks again. */
  readonly wanted?: CodePlace & { readonly isFocused: boolean };
  /**
   * Differs after each undo and redo of the page: the lines that the next patch touches flash, and the cursor goes
   * there when the field has the focus.
   */
  readonly step?: number;
  readonly complete?: Complete;
  /** What a function in `typescript` is called with. */
  readonly types?: CodeTypes;
  /** Ctrl+Z or, with `isRedo`, Ctrl+Shift+Z. Says whether it did something; else the field steps through its own keys. */
  readonly onUndo?: (isRedo: boolean) => boolean;
  readonly onBlur?: () => void;
  readonly onCaret?: (place: CodePlace) => void;
  /** A line was clicked. */
  readonly onPick?: (line: number) => void;
}
