import { type Kernels, logFieldNames, type SliceTarget } from '@sluice/kernels';
import { pattern } from './files.ts';
import type { Work } from './kernels.ts';

export interface KernelCase {
  readonly name: string;
  readonly file: 'words' | 'accessLog' | 'tweets' | 'manyWords';
  readonly start: (kernels: Kernels) => { readonly work: Work; readonly end?: () => void };
  readonly yardstick?: string;
  readonly shell?: (file: string) => string;
}

const search = { pattern: Uint8Array.from(pattern, (c) => c.charCodeAt(0)), place: 'anywhere' } as const;
const dense = { pattern: Uint8Array.from('a', (c) => c.charCodeAt(0)), place: 'anywhere' } as const;
const grep = { yardstick: 'grep -c', shell: (file: string) => `grep -c ${pattern} ${file}` } as const;

export const kernelCases: readonly KernelCase[] = [
  {
    name: 'lines',
    file: 'words',
    ...grep,
    start: (kernels) => ({
      work: ({ arena, column, filled }) => {
        kernels.lines({ bytes: arena.text, from: 0, to: filled }, column);
      },
    }),
  },
  {
    name: 'findRows, 1.3 % hits',
    file: 'words',
    ...grep,
    start: (kernels) => ({
      work: ({ arena, column, rows }) => {
        kernels.findRows(column, rows, search, arena.uint32(rows.rows) as Uint32Array);
      },
    }),
  },
  {
    name: 'lines + findRows, 1.3 % hits',
    file: 'words',
    ...grep,
    start: (kernels) => ({
      work: ({ arena, column, rows, filled }) => {
        kernels.lines({ bytes: arena.text, from: 0, to: filled }, column);
        kernels.findRows(column, rows, search, arena.uint32(rows.rows) as Uint32Array);
      },
    }),
  },
  {
    name: 'findRows, nearly all hit',
    file: 'words',
    yardstick: 'grep -c',
    shell: (file) => `grep -c a ${file}`,
    start: (kernels) => ({
      work: ({ arena, column, rows }) => {
        kernels.findRows(column, rows, dense, arena.uint32(rows.rows) as Uint32Array);
      },
    }),
  },
  {
    name: 'findRows, half selected',
    file: 'words',
    start: (kernels) => ({
      work: ({ arena, column, rows }) => {
        const selection = arena.uint32(rows.rows >> 1) as Uint32Array;
        for (let i = 0; i < selection.length; i++) selection[i] = i * 2;
        kernels.findRows(
          column,
          { rows: rows.rows, selection },
          search,
          arena.uint32(rows.rows) as Uint32Array,
        );
      },
    }),
  },
  {
    name: 'splitFields, words',
    file: 'words',
    yardstick: 'mawk words',
    shell: (file) => `mawk '{ n += NF } END { print n }' ${file}`,
    start: (kernels) => ({
      work: ({ arena, column, rows }) => {
        const count = kernels.countFields(column, rows, 'words');
        const list = (): Uint32Array => arena.uint32(count) as Uint32Array;
        kernels.splitFields(
          column,
          rows,
          { separator: 'words' },
          { starts: list(), ends: list(), parents: list() },
        );
      },
    }),
  },
  {
    name: 'countFields, words',
    file: 'words',
    start: (kernels) => ({
      work: ({ column, rows }) => void kernels.countFields(column, rows, 'words'),
    }),
  },
  {
    name: 'splitFields, space',
    file: 'words',
    yardstick: 'mawk -F',
    shell: (file) => `mawk -F'[ ]' '{ n += NF } END { print n }' ${file}`,
    start: (kernels) => ({
      work: ({ arena, column, rows }) => {
        const count = kernels.countFields(column, rows, 32);
        const list = (): Uint32Array => arena.uint32(count) as Uint32Array;
        kernels.splitFields(
          column,
          rows,
          { separator: 32 },
          { starts: list(), ends: list(), parents: list() },
        );
      },
    }),
  },
  {
    name: 'fieldAt, space, 8',
    file: 'accessLog',
    yardstick: 'mawk $9',
    shell: (file) => `mawk '{ print $9 }' ${file}`,
    start: (kernels) => ({
      work: ({ arena, column, rows }) => {
        const list = (): Uint32Array => arena.uint32(rows.rows) as Uint32Array;
        kernels.fieldAt(column, rows, { separator: 32, index: 8 }, { starts: list(), ends: list() });
      },
    }),
  },
  {
    name: 'gather, all rows',
    file: 'words',
    start: (kernels) => {
      const out = kernels.arenas.take();
      return {
        work: ({ column, rows }) => {
          if (out) kernels.gather(column, rows, { separator: 10, at: 0 }, out.text);
        },
        end: () => out?.release(),
      };
    },
  },
  {
    name: 'gather, every third row',
    file: 'words',
    start: (kernels) => {
      const out = kernels.arenas.take();
      return {
        work: ({ arena, column, rows }) => {
          const selection = arena.uint32(Math.floor(rows.rows / 3)) as Uint32Array;
          for (let i = 0; i < selection.length; i++) selection[i] = i * 3;
          if (out) kernels.gather(column, { rows: rows.rows, selection }, { separator: 10, at: 0 }, out.text);
        },
        end: () => out?.release(),
      };
    },
  },
  countWords('words', 'count words, 10 k'),
  countWords('manyWords', 'count words, 1 M'),
  {
    name: 'internWords with parents, 10 k',
    file: 'words',
    start: (kernels) => {
      const dictionary = kernels.createDictionary();
      return {
        work: ({ arena, column, rows }) => {
          const ids = arena.int32(64 * 1024) as Int32Array;
          const parents = arena.uint32(64 * 1024) as Uint32Array;
          dictionary.internWords(column, rows, { ids, parents });
        },
        end: () => dictionary.dispose(),
      };
    },
  },
  {
    name: 'json, hashtags and time',
    file: 'tweets',
    yardstick: 'python json.loads',
    shell: (file) => `python3 -c 'import json, sys\nfor line in sys.stdin: json.loads(line)' < ${file}`,
    start: (kernels) => {
      const kernel = kernels.json(['$.created_at', '$.entities.hashtags[*].text']);
      return {
        work: ({ arena, column, rows }) => {
          const one = (size: number) => ({
            starts: arena.uint32(size) as Uint32Array,
            ends: arena.uint32(size) as Uint32Array,
            kinds: arena.bytes(size) as Uint8Array,
          });
          const tags = { ...one(16_384), parents: arena.uint32(16_384) as Uint32Array };
          const fallbacks = arena.bytes(rows.rows) as Uint8Array;
          kernel?.read(column, rows, { paths: [one(rows.rows), tags], fallbacks });
        },
        end: () => kernel?.dispose(),
      };
    },
  },
  {
    name: 'logFields, all',
    file: 'accessLog',
    yardstick: 'mawk $9',
    shell: (file) => `mawk '{ print $9 }' ${file}`,
    start: (kernels) => ({
      work: ({ arena, column, rows }) => {
        const targets: { [name: string]: SliceTarget } = {};
        for (const name of logFieldNames) {
          targets[name] = {
            starts: arena.uint32(rows.rows) as Uint32Array,
            ends: arena.uint32(rows.rows) as Uint32Array,
          };
        }
        kernels.logFields(column, rows, targets);
      },
    }),
  },
  {
    name: 'logFields, status',
    file: 'accessLog',
    start: (kernels) => ({
      work: ({ arena, column, rows }) => {
        const status = {
          starts: arena.uint32(rows.rows) as Uint32Array,
          ends: arena.uint32(rows.rows) as Uint32Array,
        };
        kernels.logFields(column, rows, { status });
      },
    }),
  },
  {
    name: 'crc32',
    file: 'words',
    start: (kernels) => ({
      work: ({ arena, filled }) => void kernels.crc32(arena.text.subarray(0, filled)),
    }),
  },
  {
    name: 'hash, java',
    file: 'words',
    start: (kernels) => ({
      work: ({ arena, column, rows }) =>
        kernels.hash(column, rows, 'java', arena.int32(rows.rows) as Int32Array),
    }),
  },
  {
    name: 'hash, murmur3',
    file: 'words',
    start: (kernels) => ({
      work: ({ arena, column, rows }) =>
        kernels.hash(column, rows, 'murmur3', arena.int32(rows.rows) as Int32Array),
    }),
  },
];

function countWords(file: 'words' | 'manyWords', name: string): KernelCase {
  return {
    name,
    file,
    yardstick: 'mawk words',
    shell: (path) => `mawk '{ for (i = 1; i <= NF; i++) c[$i]++ } END { print length(c) }' ${path}`,
    start: (kernels) => {
      const dictionary = kernels.createDictionary();
      const counts = kernels.float64(2 * 1024 * 1024);
      return {
        work: ({ arena, column, rows }) => {
          const ids = arena.int32(128 * 1024) as Int32Array;
          const { words } = dictionary.internWords(column, rows, { ids });
          if (counts) kernels.countIds(ids.subarray(0, words), counts.array);
        },
        end: () => {
          dictionary.dispose();
          counts?.free();
        },
      };
    },
  };
}
