/**
 * Monaco with the parts a code field uses, our languages and our theme. Only `open-editor.ts` imports this: it is
 * half a megabyte that loads when the first field opens.
 */
import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/features/clipboard/register';
import 'monaco-editor/features/codeAction/register';
import 'monaco-editor/features/codicon/register';
import 'monaco-editor/features/comment/register';
import 'monaco-editor/features/contextmenu/register';
import 'monaco-editor/features/find/register';
import 'monaco-editor/features/gotoError/register';
import 'monaco-editor/features/hover/register';
import 'monaco-editor/features/linesOperations/register';
import 'monaco-editor/features/multicursor/register';
import 'monaco-editor/features/readOnlyMessage/register';
// The feature of that name has only the inline completions; the list is here.
import 'monaco-editor/editor/contrib/suggest/browser/suggestController';
import 'monaco-editor/features/toggleTabFocusMode/register';
import 'monaco-editor/features/tokenization/register';
import 'monaco-editor/features/wordOperations/register';
import 'monaco-editor/languages/definitions/typescript/register';
import { editor, KeyCode, KeyMod, languages } from 'monaco-editor/editor';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import { useTheme } from '../../app/theme.ts';
import { json, jsonTyping } from './languages/json.ts';
import { properties, propertiesTyping } from './languages/properties.ts';
import { readTokens, themeOf } from './theme.ts';

export { editor, KeyCode, KeyMod, languages, Range } from 'monaco-editor/editor';

/** Workers of languages that have one, by Monaco's name for them. */
export const workers = new Map<string, () => Worker>();

self.MonacoEnvironment = { getWorker: (_, label) => workers.get(label)?.() ?? new EditorWorker() };

languages.register({ id: 'properties' });
languages.setMonarchTokensProvider('properties', properties);
languages.setLanguageConfiguration('properties', propertiesTyping);
languages.register({ id: 'json' });
languages.setMonarchTokensProvider('json', json);
languages.setLanguageConfiguration('json', jsonTyping);

const showTheme = (): void => {
  const { color, done } = readTokens();
  editor.defineTheme('sluice', themeOf(useTheme.getState().theme, color));
  editor.setTheme('sluice');
  done();
};
showTheme();
useTheme.subscribe(showTheme);

// Keys of the page that Monaco would take: the command palette, run, stop.
editor.addKeybindingRules([
  { keybinding: KeyMod.CtrlCmd | KeyCode.KeyK, command: null },
  { keybinding: KeyMod.CtrlCmd | KeyCode.Enter, command: null },
  { keybinding: KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.Enter, command: null },
]);
