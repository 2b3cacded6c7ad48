import type { CodeCompletion, CodeFieldProps } from './code.ts';
import { editor, languages, Range } from './monaco.ts';

/** Which properties speak for a model: Monaco asks by model. */
const shown = new WeakMap<editor.ITextModel, () => CodeFieldProps>();

/** Lets the properties of a field answer what Monaco asks about its text, until the returned function is called. */
export function speakFor(model: editor.ITextModel, props: () => CodeFieldProps): () => void {
  shown.set(model, props);
  return () => {
    if (shown.get(model) === props) shown.delete(model);
  };
}

const kinds = {
  property: languages.CompletionItemKind.Property,
  value: languages.CompletionItemKind.Value,
  function: languages.CompletionItemKind.Function,
  keyword: languages.CompletionItemKind.Keyword,
} as const;

editor.registerCommand('sluice.fix', (_services, run: () => void) => run());

for (const language of ['properties', 'json'] as const) {
  languages.registerCodeActionProvider(language, {
    provideCodeActions(model, _range, { markers }) {
      const marks = shown.get(model)?.().marks ?? [];
      const actions = markers.flatMap((marker): languages.CodeAction[] => {
        const fix = marks.find(
          ({ code, line, message }) =>
            code === marker.code && line === marker.startLineNumber && message === marker.message,
        )?.fix;
        if (fix === undefined) return [];
        const command = { id: 'sluice.fix', title: fix.label, arguments: [fix.run] };
        return [{ title: fix.label, kind: 'quickfix', diagnostics: [marker], isPreferred: true, command }];
      });
      return { actions, dispose: () => undefined };
    },
  });
  languages.registerCompletionItemProvider(language, {
    triggerCharacters: ['.', '='],
    provideCompletionItems(model, position) {
      const complete = shown.get(model)?.().complete;
      if (complete === undefined) return { suggestions: [] };
      const { lineNumber: line, column } = position;
      const word = model.getWordUntilPosition(position);
      const range = new Range(line, word.startColumn, line, word.endColumn);
      const before = model.getValueInRange(new Range(line, 1, line, column));
      const found = complete({ place: { line, column }, before, text: model.getValue() });
      return { suggestions: found.map((item) => toSuggestion(item, range)) };
    },
  });
}

function toSuggestion(
  { label, insert, kind, detail, documentation }: CodeCompletion,
  range: Range,
): languages.CompletionItem {
  return {
    label,
    insertText: insert ?? label,
    // What is there of it already stands before the word.
    filterText: insert ?? label,
    kind: kinds[kind ?? 'value'],
    range,
    ...(detail === undefined ? {} : { detail }),
    ...(documentation === undefined ? {} : { documentation }),
  };
}
