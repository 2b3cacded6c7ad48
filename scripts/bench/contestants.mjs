// What `npm run bench` measures: yardsticks and cases. Each gives an answer; answers in one group must be equal.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Lines of most inputs. */
export const records = 2_000_000;

/** How often the fast cases read their input, so that warming up is a small part of the whole; as in bench/files.ts. */
const copies = 20;
const logCopies = 4;

/**
 * `shell` is timed as a whole, `flow` is a file of bench/cases with its parameters, `beside` the yardstick it is held against
 * (per CPU second, or by `wallSeconds`) and `atLeast` the ratio it has to reach.
 */
export function contestants({ root, inputs, scratch }) {
  const words = join(inputs, 'words-2m.txt');
  const log = join(inputs, 'access-2m.log');
  const failedFile = join(scratch, 'failed.log');
  const often = (file, times = copies) => Array(times).fill(file).join(' ');
  return [
    { name: 'grep -c', group: 'hits', copies, shell: `grep -ch glorp ${often(words)} | tail -n 1` },
    {
      name: 'mawk match',
      group: 'hits',
      copies,
      shell: `mawk '/glorp/ { n++ } END { print n / ${copies} }' ${often(words)}`,
    },
    {
      name: 'a 100-byte grep: file -> filter -> channel -> count',
      group: 'hits',
      copies,
      flow: ['grep'],
      beside: 'grep -c',
      atLeast: 1.8,
    },
    {
      name: 'e memory channel, transactions of 100: file -> channel -> null',
      group: undefined,
      copies,
      flow: ['memory-channel'],
      beside: 'grep -c',
      atLeast: 1.8,
    },
    {
      name: 'mawk multiplex',
      group: 'multiplex',
      copies: logCopies,
      shell: `mawk '$9 ~ /^(403|404|500|503)$/ { print > "${failedFile}"; next } { n++ } END { print n > "/dev/null" }' ${often(log, logCopies)}`,
      answer: () => createHash('md5').update(readFileSync(failedFile)).digest('hex'),
    },
    {
      name: 'b access log, all fields, by status: file -> 2 channels -> null + file_roll',
      group: 'multiplex',
      copies: logCopies,
      flow: ['multiplex'],
      beside: 'mawk multiplex',
      atLeast: 4,
    },
    {
      name: 'mawk words',
      group: 'words',
      shell: `mawk '{ for (i = 1; i <= NF; i++) c[$i]++ } END { for (w in c) print w, c[w] }' ${words}`,
      answer: sorted,
    },
    {
      name: 'c word count, Storm model, acked',
      copies: 5,
      group: undefined,
      flow: ['storm-words'],
      beside: 'mawk words',
      atLeast: 8,
    },
    {
      name: 'c2 the same with a view of all counts',
      copies: 5,
      group: 'words',
      flow: ['storm-words', 'view'],
      beside: 'mawk words',
    },
    {
      name: 'd word count, Spark model',
      copies: 5,
      group: 'words',
      flow: ['spark-words'],
      beside: 'mawk words',
      atLeast: 8,
    },
    {
      name: 'mawk a million words',
      group: 'many words',
      records: 500_000,
      shell: `mawk '{ for (i = 1; i <= NF; i++) c[$i]++ } END { for (w in c) print w, c[w] }' ${join(inputs, 'words-1m.txt')}`,
      answer: sorted,
    },
    {
      name: 'f a million words, Storm model, acked',
      copies: 4,
      records: 500_000,
      flow: ['storm-words', 'many'],
      beside: 'mawk a million words',
      atLeast: 15,
    },
    {
      name: 'g a million words, Spark model',
      group: 'many words',
      copies: 4,
      records: 500_000,
      flow: ['spark-words', 'many'],
      beside: 'mawk a million words',
      atLeast: 15,
    },
    {
      name: 'python tweets',
      group: 'tweets',
      records: 300_000,
      shell: `python3 ${join(root, 'bench', 'tweets.py')} ${join(inputs, 'tweets-300k.jsonl')}`,
      answer: (output) => createHash('md5').update(output).digest('hex'),
    },
    {
      name: 'h hashtags of tweets, 10 s window sliding 1 s',
      group: 'tweets',
      copies: 5,
      records: 300_000,
      flow: ['tweets'],
      beside: 'python tweets',
      atLeast: 7,
    },
    { name: 'i 3 bolts, fields grouping, no acks', group: 'bolts', copies: 5, flow: ['acking', 'off'] },
    {
      name: 'i2 the same, acked',
      group: 'bolts',
      copies: 5,
      flow: ['acking'],
      beside: 'i 3 bolts, fields grouping, no acks',
      note: ackingNote,
    },
    {
      name: 'k micro-batches of 100,000',
      group: 'batches',
      records: 400_000,
      flow: ['micro-batches', '100000'],
    },
    {
      name: 'k2 micro-batches of 100',
      group: 'batches',
      records: 400_000,
      flow: ['micro-batches', '100'],
      beside: 'k micro-batches of 100,000',
      atLeast: 0.5,
    },
    {
      name: 'l JavaScript predicate, confined: file -> function -> count, Spark model',
      group: 'hits',
      copies: 5,
      flow: ['function-grep'],
      beside: 'grep -c',
      atLeast: 0.15,
    },
    {
      name: 'l2 the same, Storm model, acked',
      group: 'hits',
      copies: 5,
      flow: ['function-grep', 'storm'],
      beside: 'grep -c',
      atLeast: 0.15,
    },
    {
      name: 'm word count, split in a function, confined, Spark model',
      group: 'words',
      flow: ['spark-words', 'function'],
      beside: 'mawk words',
      atLeast: 0.9,
    },
    {
      name: 'm2 the same, Storm model, acked',
      flow: ['storm-words', 'function'],
      beside: 'mawk words',
      atLeast: 0.9,
    },
  ];
}

function sorted(output) {
  return createHash('md5')
    .update(`${output.trimEnd().split('\n').sort().join('\n')}\n`)
    .digest('hex');
}

/** What acking costs a tuple; the answer of the case is how many tuples were executed. */
function ackingNote(own) {
  const tuples = Number(own('answer'));
  const seconds = own('cpuSeconds') - own('cpuSeconds', 'i 3 bolts, fields grouping, no acks');
  return `${((seconds * 1e9) / tuples).toFixed(1)} ns a tuple, ${(tuples / (5 * records)).toFixed(1)} tuples a record`;
}
