import type { languages } from 'monaco-editor/editor';

/** JSON, with keys told apart from texts. */
export const json: languages.IMonarchLanguage = {
  defaultToken: '',
  tokenizer: {
    root: [
      [/"(?:[^"\\]|\\.)*"(?=\s*:)/, 'key'],
      [/"/, 'string', '@string'],
      [/-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/, 'number'],
      [/\b(?:true|false|null)\b/, 'type'],
      [/[{}[\],:]/, 'separator'],
    ],
    string: [
      [/[^"\\]+/, 'string'],
      [/\\u[0-9a-fA-F]{4}|\\./, 'escape'],
      [/"/, 'string', '@pop'],
    ],
  },
};

/** What opens and closes, for matching and folding. */
export const jsonTyping: languages.LanguageConfiguration = {
  brackets: [
    ['{', '}'],
    ['[', ']'],
  ],
  autoClosingPairs: [
    { open: '{', close: '}' },
    { open: '[', close: ']' },
    { open: '"', close: '"', notIn: ['string'] },
  ],
};
