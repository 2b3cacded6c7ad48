import type { editor } from 'monaco-editor/editor';
import type { CodeFieldProps } from './code.ts';

/** What a field may change while it is open. */
export function optionsOf({ label, isReadOnly, isTabWritten }: CodeFieldProps): editor.IEditorOptions {
  return {
    ariaLabel: label,
    readOnly: isReadOnly === true,
    tabFocusMode: isTabWritten !== true,
  };
}

/** What is the same for all fields. */
export function fixedOptions(): editor.IStandaloneEditorConstructionOptions {
  const styles = getComputedStyle(document.documentElement);
  return {
    theme: 'sluice',
    automaticLayout: true,
    // Whether a screen reader listens cannot be known; without this Monaco calls itself inaccessible.
    accessibilitySupport: 'on',
    // A <textarea>, as in every browser without EditContext: one way of typing, which all of the page knows as a field.
    editContext: false,
    fontFamily: styles.getPropertyValue('--font-mono').trim(),
    fontSize: 12,
    lineHeight: 18,
    letterSpacing: -0.12,
    fontLigatures: false,
    lineNumbersMinChars: 4,
    lineDecorationsWidth: 12,
    glyphMargin: false,
    folding: false,
    bracketPairColorization: { enabled: false },
    padding: { top: 4, bottom: 4 },
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    smoothScrolling: false,
    overviewRulerLanes: 0,
    overviewRulerBorder: false,
    hideCursorInOverviewRuler: true,
    scrollbar: { useShadows: false, verticalScrollbarSize: 10, horizontalScrollbarSize: 10 },
    renderLineHighlight: 'line',
    renderLineHighlightOnlyWhenFocus: true,
    fixedOverflowWidgets: true,
    useShadowDOM: false,
    occurrencesHighlight: 'off',
    selectionHighlight: false,
    links: false,
    unusualLineTerminators: 'off',
    wordBasedSuggestions: 'off',
    acceptSuggestionOnEnter: 'smart',
    stickyScroll: { enabled: false },
    guides: { indentation: false },
    find: { addExtraSpaceOnTop: false, seedSearchStringFromSelection: 'selection' },
  };
}
