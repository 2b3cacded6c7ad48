import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataset } from '@sluice/datasets';
import { examples } from '@sluice/examples';
import { type Flow, parseFlow, printFlow } from '@sluice/flow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCli, runCli, startCli } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-cli-'));
const at = (name: string): string => join(folder, name);
const properties = `# The agent of the guide
a1.sources = r1
a1.channels = c1
a1.sinks = k1

a1.sources.r1.type = netcat
a1.sources.r1.bind = localhost
a1.sources.r1.port = 44444
a1.sources.r1.channels = c1

a1.channels.c1.type = memory
a1.sinks.k1.type = logger
a1.sinks.k1.channel = c1
`;

/** Examples whose whole explanation is held against the goldens. */
const explained = ['storm-word-count', 'access-log-multiplexing', 'top-hashtags'];
const goldens = new URL('../../../packages/examples/test/golden/', import.meta.url);

function example(id: string): Flow {
  const found = examples.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no example ${id}`);
  return found.flow;
}

beforeAll(() => {
  buildCli();
  writeFileSync(at('agent.properties'), properties);
  writeFileSync(at('words.flow.json'), printFlow(example('storm-word-count')));
  writeFileSync(at('broken.properties'), properties.replace('port = 44444', 'port = many'));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('sluice', { timeout: 60_000 }, () => {
  it('says how it is used, and exits with 2 for what it does not know', async () => {
    const [help, nothing, unknown, flag, missing] = await Promise.all([
      runCli(folder, ['help']),
      runCli(folder, []),
      runCli(folder, ['fly']),
      runCli(folder, ['check', '--wings', 'agent.properties']),
      runCli(folder, ['check', 'nowhere.properties']),
    ]);
    expect(help).toMatchObject({ code: 0 });
    expect(help.stdout).toContain('sluice run FLOW');
    expect(nothing.code).toBe(2);
    for (const wrong of [unknown, flag, missing]) expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toContain('`sluice help` lists them');
    expect(missing.stderr).toContain('nowhere.properties does not exist');
  });

  it('checks: all diagnostics, exit code 1 for errors', async () => {
    const [good, bad] = await Promise.all([
      runCli(folder, ['check', 'agent.properties', 'words.flow.json', '--json']),
      runCli(folder, ['check', 'broken.properties']),
    ]);
    expect(good.code).toBe(0);
    expect(JSON.parse(good.stdout)).toMatchObject({
      files: [
        { file: 'agent.properties', agents: { a1: { sources: ['r1'], channels: ['c1'], sinks: ['k1'] } } },
        { file: 'words.flow.json', diagnostics: [] },
      ],
    });
    expect(bad.code).toBe(1);
    expect(bad.stdout).toMatch(/^broken\.properties(:\d+:\d+)?: error [A-Z_]+/m);
  });

  it('imports a text and exports it again byte for byte', async () => {
    const imported = await runCli(folder, ['import', 'agent.properties', '-o', 'agent.flow.json']);
    expect(imported.code).toBe(0);
    const { flow } = parseFlow(readFileSync(at('agent.flow.json'), 'utf8'));
    expect(Object.keys(flow?.components ?? {})).toHaveLength(3);
    const exported = await runCli(folder, ['export', 'agent.flow.json', '--target', 'flume']);
    expect(exported).toMatchObject({ code: 0, stdout: properties });
    const listed = await runCli(folder, [
      'export',
      'agent.flow.json',
      '--target',
      'flume',
      '-o',
      'out',
      '--json',
    ]);
    const { files } = JSON.parse(listed.stdout) as { files: { path: string; bytes: number }[] };
    expect(files).toHaveLength(1);
    expect(readFileSync(join(folder, 'out', files[0]?.path ?? ''), 'utf8')).toBe(properties);
    expect(files[0]?.bytes).toBe(Buffer.byteLength(properties));
  });

  it('runs until everything is done, and reports exact counts', async () => {
    const flow = example('storm-word-count');
    const source = Object.entries(flow.components).find(([, c]) => 'dataset' in c.config)?.[0] ?? '';
    const counts = Object.entries(flow.components).find(([, c]) => c.type === 'storm.bolt.count')?.[0] ?? '';
    const set = ['--set', `${source}.count=2000`, '--set', `${source}.rate=-1`];
    const { code, stdout, stderr } = await runCli(folder, [
      'run',
      'words.flow.json',
      '--until',
      'done',
      '--json',
      ...set,
    ]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ state: 'done', lost: 0, duplicated: 0, restarts: 0 });
    const words =
      openDataset('sentences', 1)
        .lines(0, 2000)
        .toLowerCase()
        .match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
    expect(report.components[counts].executed).toBeGreaterThan(2000);
    expect(Math.abs(report.components[counts].executed - words.length) / words.length).toBeLessThan(0.05);
    expect(report.components[source]).toMatchObject({ emitted: 2000, acked: 2000 });
  });

  it('streams a report a second, stops after --for, and takes ^C', async () => {
    const streamed = await runCli(folder, ['run', 'words.flow.json', '--for', '2s', '--stream']);
    const lines = streamed.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { state: string });
    expect(streamed.code).toBe(0);
    expect(lines.length).toBeGreaterThanOrEqual(2);
    expect(lines.at(-1)?.state).toBe('stopped');
    const endless = startCli(folder, ['run', 'words.flow.json', '--stream']);
    await endless.says('"state":"running"');
    endless.child.kill('SIGINT');
    const interrupted = await endless.finished;
    expect(interrupted.code).toBe(130);
    expect(interrupted.stdout.trim().split('\n').at(-1)).toContain('"state":"stopped"');
  });

  it('refuses to run a flow with errors, and unknown fields', async () => {
    const [broken, field] = await Promise.all([
      runCli(folder, ['run', 'broken.properties', '--for', '1s']),
      runCli(folder, ['run', 'words.flow.json', '--set', 'split.wings=2']),
    ]);
    expect(broken).toMatchObject({ code: 1, stdout: '' });
    expect(field.code).toBe(2);
    expect(existsSync(at('data'))).toBe(false);
  });

  it('replays a data set byte for byte, to stdout, a file, and over TCP to a slow reader', async () => {
    const expected = openDataset('access-log', 7).lines(0, 5000);
    const common = ['replay', 'access-log', '--count', '5000', '--seed', '7', '--rate', 'max'];
    const received: Buffer[] = [];
    const server = createServer((socket) => {
      socket.on('data', (chunk) => {
        received.push(chunk);
        socket.pause();
        setTimeout(() => socket.resume(), 5);
        socket.write('OK\n');
      });
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const [out, file, tcp] = await Promise.all([
      runCli(folder, common),
      runCli(folder, [...common, '--to', 'replay.log']),
      runCli(folder, [...common, '--to', `tcp://127.0.0.1:${port}`]),
    ]);
    await new Promise((resolve) => server.close(resolve));
    expect(out).toMatchObject({ code: 0, stdout: expected });
    expect(JSON.parse(out.stderr)).toMatchObject({ records: 5000, bytes: Buffer.byteLength(expected) });
    expect(file.code).toBe(0);
    expect(readFileSync(at('replay.log'), 'utf8')).toBe(expected);
    expect({ code: tcp.code, stderr: tcp.stderr }).toMatchObject({ code: 0 });
    expect(Buffer.concat(received).toString()).toBe(expected);
  });

  it('keeps to a rate', async () => {
    const { stderr } = await runCli(folder, ['replay', 'tweets', '--count', '500', '--rate', '1000/s']);
    const { seconds } = JSON.parse(stderr) as { seconds: number };
    expect(seconds).toBeGreaterThanOrEqual(0.45);
    const wrong = await runCli(folder, ['replay', 'tweets', '--rate', 'fast']);
    expect(wrong.code).toBe(2);
    expect((await runCli(folder, ['replay', 'nothing'])).stderr).toContain('access-log');
  });

  it('lists the catalog', async () => {
    const [list, one] = await Promise.all([
      runCli(folder, ['catalog', '--json']),
      runCli(folder, ['catalog', 'flume.sink.hdfs']),
    ]);
    const { components } = JSON.parse(list.stdout) as { components: { id: string; targets: object }[] };
    expect(components.length).toBeGreaterThan(40);
    expect(components.find((c) => c.id === 'flume.sink.hdfs')?.targets).toMatchObject({
      flume: { can: 'yes' },
      storm: { can: 'no' },
    });
    expect(one.stdout).toContain('hdfs.rollInterval');
  });

  it.each(explained)('explains %s: the program, then the plan', async (id) => {
    writeFileSync(at(`${id}.flow.json`), printFlow(example(id)));
    const { code, stdout, stderr } = await runCli(folder, ['explain', `${id}.flow.json`]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    // The goldens are named after the file, the command after the flow.
    const title = example(id).name;
    const parts = ['ir', 'plan'].map((part) => readFileSync(new URL(`${id}.${part}.txt`, goldens), 'utf8'));
    expect(stdout).toBe(
      parts
        .join('\n')
        .replace(`program ${id}\n`, `program ${title}\n`)
        .replace(`plan ${id}:`, `plan ${title}:`),
    );
  });

  it('explains as JSON: the plan with its program; and nothing that does not compile', async () => {
    const [json, broken] = await Promise.all([
      runCli(folder, ['explain', 'words.flow.json', '--json']),
      runCli(folder, ['explain', 'broken.properties']),
    ]);
    const plan = JSON.parse(json.stdout) as {
      readonly stages: readonly { readonly groups: readonly { readonly operators: readonly object[] }[] }[];
    };
    expect(plan).toMatchObject({
      version: 1,
      stages: [{ model: 'tuple-tree' }],
      program: { version: 1, stages: [{ model: 'tuple-tree' }] },
    });
    const operators = plan.stages[0]?.groups.flatMap((group) => group.operators);
    expect(operators?.find((one) => 'id' in one && one.id === 'split')).toMatchObject({
      component: 'split',
      tier: 'kernel',
      kernels: ['internWords'],
    });
    expect(broken).toMatchObject({ code: 1, stdout: '' });
    expect(broken.stderr).toContain('FLOW_FIELD');
  });
});

describe('sluice serve', { timeout: 60_000 }, () => {
  it('prints one address as JSON, gives another link, and stops cleanly', async () => {
    const server = startCli(folder, ['serve', '--port', '0', '--json', '--no-open']);
    const { url, pid } = JSON.parse(await server.says('}\n')) as { url: string; pid: number };
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?t=[\w-]{43}$/);
    const port = new URL(url).port;
    const first = await fetch(url, { redirect: 'manual' });
    expect(first.status).toBe(303);
    const again = await runCli(folder, ['url', '--port', port]);
    expect(again.stdout.trim()).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/\\?t=`));
    const taken = await runCli(folder, ['serve', '--port', port, '--project', 'other', '--no-open']);
    expect(taken).toMatchObject({ code: 3 });
    expect(taken.stderr).toContain(`--port ${Number(port) + 1}`);
    process.kill(pid, 'SIGTERM');
    expect(await server.finished).toMatchObject({ code: 0 });
    expect(readdirSync(join(folder, 'project'))).toContain('.sluice');
  });

  it('serves a project once; a server that was killed is no hindrance', async () => {
    const serve = ['serve', '--port', '0', '--json', '--no-open', '--project', 'once'];
    const server = startCli(folder, serve);
    const { pid } = JSON.parse(await server.says('}\n')) as { pid: number };
    const second = await runCli(folder, serve);
    expect(second).toMatchObject({ code: 3, stdout: '' });
    expect(second.stderr).toContain(`Another Sluice (process ${pid})`);
    expect(second.stderr).toContain('--project');
    process.kill(pid, 'SIGKILL');
    await server.finished;
    const third = startCli(folder, serve);
    const again = JSON.parse(await third.says('}\n')) as { pid: number };
    process.kill(again.pid, 'SIGTERM');
    expect(await third.finished).toMatchObject({ code: 0 });
  });

  it('says what is wrong with a project folder', async () => {
    writeFileSync(join(folder, 'plain'), 'a file');
    const { code, stderr } = await runCli(folder, [
      'serve',
      '--port',
      '0',
      '--no-open',
      '--project',
      'plain',
    ]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/plain cannot be used: .*Next step: .*--project DIR/s);
  });

  it('answers on this machine only', async () => {
    for (const host of ['0.0.0.0', '192.168.1.1', '::', 'example.com']) {
      const { code, stderr } = await runCli(folder, ['serve', '--host', host]);
      expect(code).toBe(2);
      expect(stderr).toContain('127.0.0.1 only');
    }
  });
});
