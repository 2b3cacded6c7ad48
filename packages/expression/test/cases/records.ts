import type { ExpressionRecord, Scope } from '../../src/index.ts';

/** The record of every case: one field of each type. */
export const scope: Scope = [
  { name: 'body', type: 'bytes' },
  { name: 'headers', type: { map: 'string' } },
  { name: 'line', type: 'string' },
  { name: 'word', type: 'string' },
  { name: 'count', type: 'integer' },
  { name: 'big', type: 'integer' },
  { name: 'ratio', type: 'double' },
  { name: 'huge', type: 'double' },
  { name: 'isOk', type: 'boolean' },
  { name: 'at', type: 'time' },
  { name: 'tags', type: { list: 'string' } },
  { name: 'numbers', type: { list: 'integer' } },
  { name: 'ratios', type: { list: 'double' } },
  {
    name: 'user',
    type: {
      record: [
        { name: 'name', type: 'string' },
        { name: 'age', type: 'integer' },
        { name: 'address', type: { record: [{ name: 'city', type: 'string' }] } },
      ],
    },
  },
  { name: 'scores', type: { map: 'integer' } },
  { name: 'doc', type: 'string' },
  { name: 'thing', type: 'any' },
];

export type RecordName = 'usual' | 'empty' | 'odd';

const utf8 = new TextEncoder();

/** What JSON cannot say (bytes) is bytes here; Python and Spark get it in their own way. */
export const records: { readonly [N in RecordName]: ExpressionRecord } = {
  usual: {
    body: utf8.encode('GET /index.html?q=é 404'),
    headers: { status: '404', host: 'web-1', 'x-y': 'z', timestamp: '1403604000123' },
    line: '10.0.0.1 - - [24/Jun/2014:10:00:00 +0200] "GET /index.html HTTP/1.1" 404 2326',
    word: 'Stream',
    count: 7,
    big: 9_007_199_254_740_991,
    ratio: 0.5,
    huge: 1e308,
    isOk: true,
    at: 1_403_604_000_123,
    tags: ['a', 'b', 'a'],
    numbers: [3, 1, 2],
    ratios: [0.5, 2.25],
    user: { name: 'Ada', age: 36, address: { city: 'London' } },
    scores: { math: 1, art: 2 },
    doc: '{"a":{"b":[{"c":1},{"c":null},{"d":2},{"c":3}]},"s":"text","n":2.5,"i":42,"f":7.0,"t":true,"z":null,"l":["x","y",5],"m":[[1,2],[3]],"e":"\\u00e9\\ud83d\\ude00","x y":"spaced","big":9007199254740993}',
    thing: { a: [1, { b: 'c' }], n: 2.5, s: 'text', k: { y: 1, '2': 2, B: null } },
  },
  empty: {},
  odd: {
    body: Uint8Array.of(0x47, 0xff, 0x20, 0xc3, 0x28, 0xe2, 0x82, 0x41, 0xf0, 0x9f, 0x98, 0x80),
    headers: {},
    line: 'a\nb\r\nc\u2028d\u0085e',
    word: 'naïve 😀 ΑΣ',
    count: -7,
    big: -9_007_199_254_740_991,
    ratio: -2.5,
    huge: -1e308,
    isOk: false,
    at: -1,
    tags: ['', '😀', null],
    numbers: [],
    ratios: [],
    user: { name: null, age: null, address: null },
    scores: {},
    doc: '{"a":1',
    thing: 'text',
  },
};
