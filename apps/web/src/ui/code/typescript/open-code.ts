/** Code fields: the editor with TypeScript in its worker, told what arrives at the function. */
import 'monaco-editor/features/parameterHints/register';
import { declareTypes } from '@sluice/compiler/code';
import {
  JsxEmit,
  ScriptTarget,
  typescriptDefaults,
} from 'monaco-editor/languages/features/typescript/register';
import type { CodeFieldProps } from '../code.ts';
import { workers } from '../monaco.ts';
import { type OpenEditor, openEditor } from '../open-editor.ts';
import { frameDeclarations } from './frame-code.ts';
import TypeScriptWorker from './typescript.worker.ts?worker';

workers.set('typescript', () => new TypeScriptWorker());

typescriptDefaults.setCompilerOptions({
  target: ScriptTarget.Latest,
  lib: ['lib.es2023.d.ts'],
  allowNonTsExtensions: true,
  noEmit: true,
  jsx: JsxEmit.None,
  // Codes without types are code as well, and a field may be null in any record.
  strict: false,
  types: [],
});
typescriptDefaults.setDiagnosticsOptions({
  onlyVisible: true,
  noSuggestionDiagnostics: true,
  // The compiler says it, in its own words.
  noSyntaxValidation: true,
});
typescriptDefaults.setModeConfiguration({
  completionItems: true,
  hovers: true,
  signatureHelp: true,
  diagnostics: true,
});

/** Opens a field for a function. */
export function openCode(host: HTMLElement, first: CodeFieldProps, leave: () => void): OpenEditor {
  const opened = openEditor(host, first, leave);
  const path = `${opened.uri}.types`;
  let said: { dispose(): void } | undefined;
  const say = ({ types, value }: CodeFieldProps): void => {
    if (types === undefined) return;
    said = typescriptDefaults.addExtraLib(frameDeclarations + declareTypes(types, value), path);
  };
  say(first);
  return {
    uri: opened.uri,
    update(next) {
      say(next);
      opened.update(next);
    },
    close() {
      said?.dispose();
      opened.close();
    },
  };
}
