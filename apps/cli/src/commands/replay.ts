import { datasets, openDataset } from '@sluice/datasets';
import { UsageError } from '@sluice/server';
import { readArguments, single, wholeNumber } from '../arguments.ts';
import { openOutput } from '../outputs.ts';
import { exitCode, note } from '../print.ts';

const chunkRecords = 1000;

/** `sluice replay DATASET`: a demo data set, byte-identical for one seed, as fast as asked and as it is read. */
export async function replay(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('replay', args, {
    count: { type: 'string' },
    seed: { type: 'string' },
    rate: { type: 'string' },
    to: { type: 'string' },
    json: { type: 'boolean' },
  });
  const name = single('replay', positionals, 'DATASET');
  const spec = datasets.find((dataset) => dataset.name === name);
  if (!spec) {
    throw new UsageError(
      `There is no data set ${JSON.stringify(name)}; there are ${datasets.map((d) => d.name).join(', ')}.`,
    );
  }
  const count = values.count === undefined ? spec.total : wholeNumber('--count', values.count, 0);
  const seed = values.seed === undefined ? 1 : wholeNumber('--seed', values.seed, Number.MIN_SAFE_INTEGER);
  const rate = rateOf(values.rate ?? '1x', spec.naturalRate);
  const dataset = openDataset(name, seed);
  const output = openOutput(values.to ?? '-');
  const started = performance.now();
  let [records, bytes] = [0, 0];
  const say = (): void => {
    const seconds = Math.round(performance.now() - started) / 1000;
    note(JSON.stringify({ records, bytes, seconds }));
  };
  let isInterrupted = false;
  const interrupt = (): void => {
    isInterrupted = true;
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    while (records < count && !isInterrupted) {
      const due = dueRecords(rate, (performance.now() - started) / 1000, records);
      const size = Math.min(count - records, due, chunkRecords);
      if (size === 0) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        continue;
      }
      const lines = dataset.lines(records, size);
      await output.write(lines);
      records += size;
      bytes += Buffer.byteLength(lines);
    }
    await output.close();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    say();
    // The reader has seen enough, as in `| head`.
    if (code === 'EPIPE' && (values.to ?? '-') === '-') return exitCode.done;
    note(`Replaying to ${values.to} failed: ${(error as Error).message}`);
    return exitCode.failed;
  }
  say();
  return isInterrupted ? exitCode.interrupted : exitCode.done;
}

/** Records that may be written by now beyond those that have been. */
function dueRecords(rate: number, seconds: number, written: number): number {
  return rate === Number.POSITIVE_INFINITY ? chunkRecords : Math.max(0, Math.floor(rate * seconds) - written);
}

function rateOf(text: string, naturalRate: number): number {
  if (text === 'max') return Number.POSITIVE_INFINITY;
  const match = /^(\d+(?:\.\d+)?)(x|\/s)$/.exec(text);
  const value = Number(match?.[1]);
  if (!match || !(value > 0)) {
    throw new UsageError(`--rate is 1x, 10x, max or 5000/s, not ${JSON.stringify(text)}.`);
  }
  return match[2] === 'x' ? value * naturalRate : value;
}
