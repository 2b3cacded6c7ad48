import { always, type FunctionSpec } from './spec.ts';

export const listFunctions: readonly FunctionSpec[] = [
  {
    name: 'split',
    group: 'Lists',
    arguments: [
      { name: 'text', kind: 'text' },
      { name: 'separator', kind: 'text' },
    ],
    summary: 'The parts of a text between separators, empty parts included.',
    notes: "The separator is plain text, not a pattern; '' gives the characters.",
    example: "split('a,b,c', ',')",
    returns: always({ list: 'string' }),
  },
  {
    name: 'words',
    group: 'Lists',
    arguments: [{ name: 'text', kind: 'text' }],
    summary: 'The runs of characters between spaces, tabs and line ends.',
    example: "words('to be  or not')",
    returns: always({ list: 'string' }),
  },
  {
    name: 'join',
    group: 'Lists',
    arguments: [
      { name: 'list', kind: 'list' },
      { name: 'separator', kind: 'text' },
    ],
    summary: 'The items of a list as one text with a separator between them.',
    notes: 'A null item is empty text.',
    example: "join(['a', 'b'], '-')",
    returns: always('string'),
  },
];
