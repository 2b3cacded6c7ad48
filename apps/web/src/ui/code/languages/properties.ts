import type { languages } from 'monaco-editor/editor';

/**
 * Java `.properties` as Flume reads them: the first part of a key is the agent, what follows a key ending in `type`
 * is a name, a value goes on after a backslash at the end of its line.
 */
export const properties: languages.IMonarchLanguage = {
  includeLF: true,
  defaultToken: '',
  tokenizer: {
    root: [
      [/[ \t\f]*[#!].*\n?/, 'comment'],
      [/[ \t\f]+/, ''],
      [/(?:\\.|[^\s:=.\\])+\./, 'agent', '@key'],
      [/(?=[^\n])/, '', '@key'],
      [/\n/, ''],
    ],
    key: [
      [/(?:(?:\\.|[^\s:=\\])*\.)?type(?=[ \t\f:=])/, 'key', '@separatorOfType'],
      [/(?:\\.|[^\s:=\\])+/, 'key', '@separator'],
      [/(?=[ \t\f:=])/, '', '@separator'],
      [/\\?\n/, '', '@popall'],
      [/\\/, 'key'],
    ],
    separator: [
      [/[ \t\f]*[:=]?[ \t\f]*(?=[-+]?\d+(?:\.\d+)?[ \t\f]*\n)/, 'separator', '@number'],
      [/[ \t\f]*[:=]?[ \t\f]*/, 'separator', '@value'],
    ],
    separatorOfType: [[/[ \t\f]*[:=]?[ \t\f]*/, 'separator', '@type']],
    number: [
      [/[^\n]+/, 'number'],
      [/\n/, '', '@popall'],
    ],
    type: [
      [/\\\n/, 'type'],
      [/\n/, '', '@popall'],
      [/\\.|[^\\\n]+|\\/, 'type'],
    ],
    value: [
      [/\\\n/, 'escape'],
      [/\n/, '', '@popall'],
      [/\\u[0-9a-fA-F]{4}|\\./, 'escape'],
      [/[^\\\n]+|\\/, 'string'],
    ],
  },
};

/** Comments for the line-comment keys; nothing is closed by itself. */
export const propertiesTyping: languages.LanguageConfiguration = {
  comments: { lineComment: '#' },
  autoClosingPairs: [],
  surroundingPairs: [],
  wordPattern: /[^\s=:.#!,]+/,
};
