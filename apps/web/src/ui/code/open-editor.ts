import type { CodeFieldProps, CodePlace } from './code.ts';
import { hintsOf, toMarkers } from './marks.ts';
import { editor, KeyCode, KeyMod, Range } from './monaco.ts';
import { fixedOptions, optionsOf } from './options.ts';
import { speakFor } from './providers.ts';
import { patchOf, type TextEdit, toLineFeeds } from './text-patch.ts';

/** An editor on the page. */
export interface OpenEditor {
  /** What Monaco calls its text. */
  readonly uri: string;
  /** Shows other properties; only what differs is touched. */
  update(props: CodeFieldProps): void;
  close(): void;
}

/** Between a line and the words behind it: space that belongs to them. */
const hintGap = '\u00a0'.repeat(8);

type Kept = {
  readonly model: editor.ITextModel;
  view: editor.ICodeEditorViewState | null;
};

/** Texts of fields that were on the page, with their undo steps, the newest last. */
const kept = new Map<string, Kept>();
const mostKept = 12;
/** How long lines flash. */
const flashMs = 600;

/** Requests that were answered. */
const gone = new WeakSet<NonNullable<CodeFieldProps['wanted']>>();

/** Puts an editor into an element. */
export function openEditor(host: HTMLElement, first: CodeFieldProps, leave: () => void): OpenEditor {
  let props = first;
  /** Set while a patch goes in, so that it is not told as typing. */
  let isPatching = false;
  /** The text both sides know. */
  let told = first.value;
  /** Set after an undo of the page until it changes the text. */
  let isStepping = false;
  const place = keep(first);
  const { model } = place;
  const hush = speakFor(model, () => props);
  const code = editor.create(host, { model, ...fixedOptions(), ...optionsOf(first) });
  const lit = code.createDecorationsCollection();
  const hints = code.createDecorationsCollection();
  const flash = code.createDecorationsCollection();
  let flashing: ReturnType<typeof setTimeout> | undefined;

  const patch = (value: string): void => {
    told = value;
    const before = model.getValue(editor.EndOfLinePreference.LF);
    const after = toLineFeeds(value);
    const edits = patchOf(before, after);
    if (edits.length === 0) return;
    const placeAt = placesOf(before);
    isPatching = true;
    model.pushStackElement();
    model.pushEditOperations(
      code.getSelections(),
      edits.map(({ start, end, text }) => {
        const [from, to] = [placeAt(start), placeAt(end)];
        return { range: new Range(from.line, from.column, to.line, to.column), text };
      }),
      () => null,
    );
    model.pushStackElement();
    isPatching = false;
    if (isStepping) show(rangesAfter(edits, after));
    isStepping = false;
  };
  /** Shows what undo touched. */
  const show = (ranges: readonly Range[]): void => {
    flash.set(ranges.map((range) => ({ range, options: { isWholeLine: true, className: 'code-flash' } })));
    clearTimeout(flashing);
    flashing = setTimeout(() => flash.clear(), flashMs);
    const last = ranges.at(-1)?.getEndPosition();
    if (last === undefined || !code.hasTextFocus()) return;
    code.setPosition(last);
    code.revealLineInCenterIfOutsideViewport(last.lineNumber);
  };
  const mark = (): void => {
    const marks = props.marks ?? [];
    editor.setModelMarkers(model, 'sluice', toMarkers(marks, model.getValue()));
    hints.set(
      hintsOf(marks).map(({ line, text }) => ({
        range: endOfLine(model, line),
        options: {
          showIfCollapsed: true,
          after: {
            content: hintGap + text.replace(/\s+/g, ' ').slice(0, 200),
            inlineClassName: 'code-hint',
            cursorStops: editor.InjectedTextCursorStops.None,
          },
        },
      })),
    );
  };
  const light = (): void => {
    lit.set(
      (props.lit ?? []).map(({ from, to }) => ({
        range: new Range(from, 1, to, 1),
        options: { isWholeLine: true, className: 'code-lit', marginClassName: 'code-lit-margin' },
      })),
    );
    const first = props.lit?.[0];
    if (first && !code.hasTextFocus()) code.revealLinesInCenterIfOutsideViewport(first.from, first.to);
  };
  const go = (): void => {
    const { wanted } = props;
    if (wanted === undefined || gone.has(wanted)) return;
    gone.add(wanted);
    const { line, column, isFocused } = wanted;
    code.setPosition({ lineNumber: line, column });
    code.revealLineInCenterIfOutsideViewport(line);
    if (isFocused) code.focus();
  };

  const step = (isRedo: boolean): void => {
    if (props.onUndo?.(isRedo) !== true) code.trigger('keyboard', isRedo ? 'redo' : 'undo', null);
  };
  const { CtrlCmd, Shift } = KeyMod;
  const actions: readonly editor.IActionDescriptor[] = [
    { id: 'sluice.undo', label: 'Undo', keybindings: [CtrlCmd | KeyCode.KeyZ], run: () => step(false) },
    {
      id: 'sluice.redo',
      label: 'Redo',
      keybindings: [CtrlCmd | Shift | KeyCode.KeyZ, CtrlCmd | KeyCode.KeyY],
      run: () => step(true),
    },
    {
      id: 'sluice.leave',
      label: 'Leave the field',
      keybindings: [KeyCode.Escape],
      // Escape first closes what is open, or gives up what is selected.
      keybindingContext:
        'textInputFocus && !editorHasSelection && !editorHasMultipleSelections && !suggestWidgetVisible && !findWidgetVisible && !inSnippetMode && !markersNavigationVisible && !editorHoverVisible',
      run: leave,
    },
  ];
  for (const action of actions) code.addAction(action);
  const listening = [
    model.onDidChangeContent(() => {
      if (isPatching) return;
      told = model.getValue();
      props.onChange?.(told);
    }),
    code.onDidChangeCursorPosition(({ position }) =>
      props.onCaret?.({ line: position.lineNumber, column: position.column }),
    ),
    code.onDidBlurEditorText(() => props.onBlur?.()),
    code.onMouseUp(({ target }) => {
      const isText = target.type === editor.MouseTargetType.CONTENT_TEXT;
      const isEmpty = target.type === editor.MouseTargetType.CONTENT_EMPTY;
      if ((isText || isEmpty) && code.getSelection()?.isEmpty() === true) {
        props.onPick?.(target.position.lineNumber);
      }
    }),
  ];

  if (place.view) code.restoreViewState(place.view);
  patch(first.value);
  mark();
  light();
  go();
  void document.fonts?.ready.then(() => editor.remeasureFonts());

  return {
    uri: model.uri.toString(),
    update(next) {
      const last = props;
      props = next;
      if (next.step !== last.step) isStepping = true;
      if (next.value !== told) patch(next.value);
      if (
        next.value !== last.value ||
        toLineFeeds(next.value) !== model.getValue(editor.EndOfLinePreference.LF)
      )
        patch(next.value);
      if (next.label !== last.label || next.isReadOnly !== last.isReadOnly)
        code.updateOptions(optionsOf(next));
      if (next.marks !== last.marks) mark();
      if (next.lit !== last.lit) light();
      go();
    },
    close() {
      place.view = code.saveViewState();
      clearTimeout(flashing);
      for (const one of listening) one.dispose();
      code.dispose();
      hush();
    },
  };
}

/** The text of a field that was here before, or a new one. */
function keep({ name, language, value }: CodeFieldProps): Kept {
  const known = kept.get(name);
  kept.delete(name);
  if (known && known.model.getLanguageId() !== language) known.model.dispose();
  const place =
    known && !known.model.isDisposed() ? known : { model: editor.createModel(value, language), view: null };
  kept.set(name, place);
  for (const [other, { model }] of kept) {
    if (kept.size <= mostKept) break;
    if (model.isAttachedToEditor()) continue;
    model.dispose();
    kept.delete(other);
  }
  return place;
}

/** Where edits left their texts. */
function rangesAfter(edits: readonly TextEdit[], after: string): readonly Range[] {
  const placeAt = placesOf(after);
  let shift = 0;
  return edits.map(({ start, end, text }) => {
    const [from, to] = [placeAt(start + shift), placeAt(start + shift + text.length)];
    shift += text.length - (end - start);
    return new Range(from.line, from.column, to.line, to.column);
  });
}

function endOfLine(model: editor.ITextModel, line: number): Range {
  const known = Math.min(Math.max(1, line), model.getLineCount());
  const column = model.getLineMaxColumn(known);
  return new Range(known, column, known, column);
}

/** Turns offsets of a text whose lines end in `\n` into places. */
function placesOf(text: string): (offset: number) => CodePlace {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let line = starts.length;
    while (line > 1 && (starts[line - 1] ?? 0) > offset) line--;
    return { line, column: offset - (starts[line - 1] ?? 0) + 1 };
  };
}
