/**
 * Holds exports and the embedded runtime against the real Flume 1.11.0. Run by `npm run test:engines`; without Java
 * or Maven everything is skipped, loudly.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEngine } from '@sluice/testkit';
import fc from 'fast-check';
import { parseProperties } from '../../src/text/properties.ts';
import { runEmbedded } from '../live-agent.ts';
import { contentBelow, filesBelow, sendLines, sluice, startFlume, stopAll, until } from './agents.ts';
import {
  type ExportedAgent,
  everyComponent,
  exampleWith,
  exportedAgents,
  exportedExamples,
} from './flows.ts';

const results = { passed: 0, failed: 0 };
const engine = findEngine({ name: 'Flume 1.11.0', pom: join(import.meta.dirname, 'pom.xml') });
const work = mkdtempSync(join(tmpdir(), 'sluice-engines-'));

async function test(name: string, body: () => void | Promise<void>): Promise<void> {
  const fromMs = performance.now();
  try {
    await body();
    results.passed++;
    console.log(`  ok    ${name} (${((performance.now() - fromMs) / 1000).toFixed(1)} s)`);
  } catch (error) {
    results.failed++;
    console.log(`  FAIL  ${name}\n        ${error instanceof Error ? error.message : String(error)}`);
  }
}

function equal(what: string, actual: string, expected: string): void {
  if (actual === expected) return;
  const at = [...expected].findIndex((c, i) => c !== actual[i]);
  const near = (text: string): string => JSON.stringify(text.slice(Math.max(0, at - 40), at + 60));
  throw new Error(
    `${what} differ (${actual.length} against ${expected.length} characters): ${near(actual)} instead of ${near(expected)}`,
  );
}

/** Warned of every agent without configuration filters, so of nearly every agent there is. */
const expectedWarning = /has no configfilters\./;

function checkConfigurations(classPath: string, agents: readonly ExportedAgent[]): Map<string, string[]> {
  const args = agents.flatMap((agent, index) => {
    const file = join(work, `${index}.properties`);
    writeFileSync(file, agent.content.replaceAll(`${agent.agent}.`, `a${index}.`), 'latin1');
    return [`a${index}`, file];
  });
  const java = spawnSync(
    'java',
    ['-cp', classPath, join(import.meta.dirname, 'ConfigurationCheck.java'), ...args],
    {
      encoding: 'utf8',
      cwd: work,
    },
  );
  const findings = new Map<string, string[]>(agents.map((_, index) => [`a${index}`, []]));
  for (const line of java.stdout.split('\n')) {
    const [agent, kind, words] = line.split('\t');
    if (agent !== undefined) findings.get(agent)?.push(`${kind}: ${words}`);
  }
  let current = '';
  for (const line of java.stderr.split('\n')) {
    current = /^begin (.*)$/.exec(line)?.[1] ?? current;
    if (/ (WARN|ERROR) /.test(line) && !expectedWarning.test(line))
      findings.get(current)?.push(`log: ${line}`);
    else if (/^(Exception|error:|.*error: )/.test(line)) findings.get(current)?.push(`died: ${line}`);
  }
  if (java.status !== 0) console.log(java.stderr.slice(-3000));
  return findings;
}

/** Texts full of what the grammar treats in its own way. */
function strangeTexts(): readonly string[] {
  const unit = fc.constantFrom(...'ab=: \t\f\\\\\\\n\r#!u0041xé', '\\\n', '\r\n', '\\u0041', ' = ');
  return fc.sample(fc.string({ unit, maxLength: 40 }), { numRuns: 3000, seed: 7 });
}

async function testGrammar(): Promise<void> {
  const texts = strangeTexts();
  const file = join(work, 'texts');
  writeFileSync(file, texts.map((text) => `${Buffer.from(text).toString('base64')}\n`).join(''));
  const java = spawnSync('java', [join(import.meta.dirname, 'PropertiesOracle.java'), file], {
    encoding: 'utf8',
  });
  const answers = java.stdout.trim().split('\n');
  await test(`java.util.Properties reads ${texts.length} strange texts as the lens does`, () => {
    for (const [index, text] of texts.entries()) {
      const { records, faults } = parseProperties(text);
      const found = new Map(
        records.flatMap((record) => ('key' in record ? [[record.key, record.value] as const] : [])),
      );
      const all = [...found]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => `${key}\u0001${value}\u0002`)
        .join('');
      const own = faults.length > 0 ? 'malformed' : `=${Buffer.from(all).toString('base64')}`;
      equal(`Readings of ${JSON.stringify(text)}`, own, answers[index] ?? 'nothing');
    }
  });
}

async function testConfigurations(classPath: string): Promise<void> {
  const agents = [...exportedExamples(), ...exportedAgents('every component', everyComponent())];
  const findings = checkConfigurations(classPath, agents);
  for (const [index, { example, agent, expected }] of agents.entries()) {
    await test(`Flume accepts ${agent} of "${example}" and makes every component`, () => {
      const { sources, channels, sinks } = expected;
      const wanted = [
        `sources: ${sources}`,
        `channels: ${channels}`,
        `sinks: ${sinks}`,
        `made-sources: ${sources}`,
        `made-channels: ${channels}`,
        `made-sinks: ${sinks}`,
      ];
      equal('Findings', (findings.get(`a${index}`) ?? []).join('\n'), wanted.join('\n'));
    });
  }
}

/** Lines of many kinds, all that fits into netcat's buffer. */
function manyLines(): string[] {
  return Array.from({ length: 1000 }, (_, i) => {
    if (i % 97 === 0) return '';
    if (i % 31 === 0) return `${i} caf\u00e9 \u4e2d\u6587 \u{1f30a}`;
    if (i % 23 === 0) return `${i}\twith tab and return\r`;
    return `${i} ${'abcdefghij'.repeat(i % 49)}`;
  });
}

/** Lines of the log that are dumps of events, without the time in their headers. */
function dumps(said: string): string {
  return (said.match(/Event: \{ headers:.*\}/g) ?? [])
    .map((line) => line.replace(/timestamp=\d+/, 'timestamp=0'))
    .join('\n');
}

async function testClassicAgent(classPath: string): Promise<void> {
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  const changes = {
    'src.port': port,
    'sink2.path': 'data/%Y-%m-%d',
    'sink2.rollCount': 70,
    'sink2.rollSize': 0,
  };
  const flow = exampleWith('classic-agent', changes);
  const [exported] = exportedAgents('classic-agent', flow);
  const lines = manyLines();
  const [real, embedded] = [join(work, 'classic-real'), join(work, 'classic-embedded')];
  mkdirSync(real);
  mkdirSync(embedded);
  writeFileSync(join(real, 'agent.properties'), exported?.content ?? '', 'latin1');

  const isWritten = (directory: string): boolean => {
    const files = filesBelow(join(directory, 'data'));
    return (
      files.every((f) => !f.path.endsWith('.tmp')) &&
      files
        .map((f) => f.content)
        .join('')
        .split('\n').length > lines.length
    );
  };
  const flume = startFlume(classPath, exported?.agent ?? '', 'agent.properties', real);
  const realAnswers = await sendLines(port, lines);
  await until('Flume to close all files', () => isWritten(real));
  await flume.stop();

  const own = await runEmbedded(flow, embedded);
  const ownAnswers = await sendLines(port, lines);
  await until('the embedded run to close all files', () => isWritten(embedded));
  await own.stop();

  await test('classic agent: the same answers for 1,000 lines', () =>
    equal('Answers', ownAnswers, realAnswers));
  await test('classic agent: the same bytes in the files of the hdfs sink', () => {
    equal('Bytes', contentBelow(join(embedded, 'data')), contentBelow(join(real, 'data')));
    equal(
      'Bytes',
      contentBelow(join(real, 'data')),
      Buffer.from(lines.map((l) => `${l}\n`).join('')).toString('latin1'),
    );
  });
  await test('classic agent: files of the same sizes, rolled by count, none left in use', () => {
    const shape = (directory: string): string =>
      filesBelow(join(directory, 'data'))
        .map(
          ({ path, content }) => `${path.replace(/\d{13}/, 'N').slice(directory.length)} ${content.length}`,
        )
        .join('\n');
    equal('Files', shape(embedded), shape(real));
  });
  await test('classic agent: the same lines of the logger sink', () =>
    equal('Lines', dumps(own.said()), dumps(flume.said())));
}

async function testMultiplexingAgent(classPath: string): Promise<void> {
  const flow = exampleWith('access-log-multiplexing', {
    'requests.rate': -1,
    'requests.count': 1000,
    'discard.type': 'flume.sink.file_roll',
    'discard.directory': 'data/served',
    'discard.rollInterval': 0,
    'failures.directory': 'data/failed',
    'failures.rollInterval': 0,
  });
  const [exported] = exportedAgents('access-log-multiplexing', flow);
  const [real, embedded, bin] = ['mux-real', 'mux-embedded', 'bin'].map((name) => join(work, name)) as [
    string,
    string,
    string,
  ];
  for (const name of ['served', 'failed']) mkdirSync(join(real, 'data', name), { recursive: true });
  mkdirSync(embedded);
  mkdirSync(bin);
  // The exported agent runs `sluice replay`: it has to find the command.
  const quoted = [process.execPath, ...sluice].map((word) => `'${word}'`).join(' ');
  writeFileSync(join(bin, 'sluice'), `#!/bin/sh\nexec ${quoted} "$@"\n`);
  chmodSync(join(bin, 'sluice'), 0o755);
  writeFileSync(join(real, 'agent.properties'), exported?.content ?? '', 'latin1');
  const linesIn = (directory: string): number => contentBelow(join(directory, 'data')).split('\n').length - 1;

  const flume = startFlume(classPath, exported?.agent ?? '', 'agent.properties', real, bin);
  const own = await runEmbedded(flow, embedded);
  await until('Flume to write 1,000 lines', () => linesIn(real) >= 1000);
  await until('the embedded run to write 1,000 lines', () => linesIn(embedded) >= 1000);
  await flume.stop();
  await own.stop();
  for (const name of ['failed', 'served']) {
    await test(`multiplexing agent: the same bytes for "${name}"`, () => {
      const content = contentBelow(join(real, 'data', name));
      if (content.length === 0) throw new Error('Flume wrote nothing');
      equal('Bytes', contentBelow(join(embedded, 'data', name)), content);
    });
  }
}

if ('missing' in engine) {
  const skipped = exportedExamples().length + 2 + 4 + 2;
  console.log(
    `\n!!! Flume was NOT tested: ${engine.missing}. Install Java 17 and Maven to run these tests. !!!\n`,
  );
  console.log(`0 passed, 0 failed, ${skipped} skipped`);
} else {
  console.log('Held against Apache Flume 1.11.0:');
  await testGrammar();
  await testConfigurations(engine.classPath);
  await testClassicAgent(engine.classPath).catch((error: unknown) =>
    test('classic agent', () => Promise.reject(error)),
  );
  await testMultiplexingAgent(engine.classPath).catch((error: unknown) =>
    test('multiplexing agent', () => Promise.reject(error)),
  );
  if (results.failed === 0) rmSync(work, { recursive: true, force: true });
  else console.log(`Left for looking at: ${work}`);
  console.log(`${results.passed} passed, ${results.failed} failed, 0 skipped`);
  stopAll();
  process.exit(results.failed > 0 ? 1 : 0);
}
