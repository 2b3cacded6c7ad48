// Prints what `npm run bench` measured, as the tables of bench/RESULTS.md.
import { cpus, loadavg, release } from 'node:os';
import { records } from './contestants.mjs';

const print = (line) => process.stdout.write(`${line}\n`);

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Medians of all rounds, and ratios of medians; latencies in a table of their own. */
export function printTable(chosen, measured, rounds) {
  const [cpu] = cpus();
  print(
    `${cpu.model.trim()}, ${cpus().length} CPUs, Linux ${release()}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
  );
  print(
    `Medians of ${rounds} interleaved rounds, load at the end ${loadavg()[0].toFixed(1)}; answers equal. CPU seconds are user and system, of all processes of a case; inputs of ${(records / 1e6).toFixed(0)} M records are read several times over.`,
  );
  const figure = (name, of) => {
    const values = measured.get(name).map(of);
    return values[0] === undefined ? undefined : median(values);
  };
  const latencies = chosen.filter(({ isLatency }) => isLatency);
  const others = chosen.filter(({ isLatency }) => !isLatency);
  if (others.length > 0) printRates(others, figure);
  if (latencies.length > 0) printLatencies(latencies, figure);
}

function printRates(chosen, figure) {
  const millions = (value) => (value >= 1e5 ? (value / 1e6).toFixed(2) : (value / 1e6).toPrecision(2));
  const rate = ({ name, copies = 1, records: own = records }, seconds) =>
    (copies * own) / figure(name, (one) => one[seconds]);
  print('');
  print('| | M records/s per CPU second | M records/s wall | beside | at least | RSS MB |');
  print('|---|---|---|---|---|---|');
  for (const contestant of chosen) {
    const { name, beside = [], atLeast = '', by = 'cpuSeconds', note } = contestant;
    const ratios = [beside].flat().map((other) => {
      const ratio =
        rate(contestant, by) /
        rate(
          chosen.find((one) => one.name === other),
          by,
        );
      return `${ratio >= 20 ? ratio.toFixed(0) : ratio.toFixed(2)} x ${other}${by === 'wallSeconds' ? ', wall' : ''}`;
    });
    const notes = note ? [note((key, of = name) => figure(of, (one) => one[key]))] : [];
    const rss = figure(name, (one) => one.rssMegabytes);
    print(
      `| ${[
        name,
        millions(rate(contestant, 'cpuSeconds')),
        millions(rate(contestant, 'wallSeconds')),
        [...ratios, ...notes].join('; '),
        [atLeast].flat().join('; '),
        rss === undefined ? '' : rss.toFixed(0),
      ].join(' | ')} |`,
    );
  }
}

function printLatencies(chosen, figure) {
  print('');
  print('| latency, 10,000 records/s | p50 ms | p99 ms | most ms | CPU cores | at most |');
  print('|---|---|---|---|---|---|');
  for (const { name, atMost = '' } of chosen) {
    const of = (key, digits) => figure(name, (one) => one[key]).toFixed(digits);
    print(
      `| ${[name, of('p50Ms', 3), of('p99Ms', 3), of('mostMs', 1), of('cores', 3), atMost].join(' | ')} |`,
    );
  }
}
