import { type ChildProcess, spawn } from 'node:child_process';
import { bytesBatch, implementSource, LineSplitter, type SourceOutput } from '@sluice/runtime';
import { charsetOf, toUtf8 } from '../../../node/decode.ts';
import { SourceRefusedError } from '../../../node/listen.ts';
import { spec } from './spec.ts';

/** The command as an argument vector: words at blanks, or a shell with the command as its last argument. */
function argumentsOf(command: string, shell: string | undefined): readonly [string, readonly string[]] {
  const words = (text: string): string[] => text.trim().split(/\s+/);
  const [program, ...rest] = shell ? [...words(shell), command] : words(command);
  return [program as string, rest];
}

export const run = implementSource(spec, (config, context) => {
  let child: ChildProcess | undefined;
  let cancel: (() => void) | undefined;
  let isStopped = false;

  function begin(output: SourceOutput): void {
    const [program, parameters] = argumentsOf(config.command, config.shell);
    const lines = new LineSplitter();
    const started = spawn(program, parameters, {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Nothing of the server's environment reaches a command a flow names.
      env: { PATH: '/usr/local/bin:/usr/bin:/bin' },
    });
    child = started;
    let work: Promise<boolean> = Promise.resolve(true);
    started.stdout.on('data', (bytes: Buffer) => {
      lines.push(bytes);
      started.stdout.pause();
      work = work.then((isFine) => (isFine ? flush(output, lines) : false));
      void work.then((isFine) => {
        if (isFine) started.stdout.resume();
        // As in Flume: a refused batch ends the reading, and with it the command.
        else {
          started.kill('SIGKILL');
          started.stdout.destroy();
        }
      });
    });
    started.stderr.on('data', (bytes: Buffer) => {
      if (config.logStdErr) context.log('warning', bytes.toString('utf8').trimEnd().slice(0, 16_384));
    });
    started.on('error', (error) => context.log('error', `${config.command}: ${error.message}`));
    started.on('close', (code) => {
      void work.then(async (isFine) => {
        const rest = isFine ? lines.end() : undefined;
        if (rest) await putLines(output, rest);
        ended(output, code);
      });
    });
  }

  function ended(output: SourceOutput, code: number | null): void {
    if (isStopped) return;
    context.log(code === 0 ? 'info' : 'warning', `Command ended with exit code ${code ?? 'none'}.`);
    if (config.restart) cancel = context.schedule(config.restartThrottle, () => begin(output));
  }

  async function flush(output: SourceOutput, lines: LineSplitter): Promise<boolean> {
    for (;;) {
      const taken = lines.take(config.batchSize);
      if (!taken) return true;
      if (!(await putLines(output, taken))) return false;
    }
  }

  async function putLines(
    output: SourceOutput,
    lines: ReturnType<LineSplitter['end']> & object,
  ): Promise<boolean> {
    const rows = lines.starts.length;
    const column = withoutReturns(toUtf8(lines, charsetOf(config.charset)));
    const { error } = await output.put(bytesBatch(column, { ingestMs: context.now() }), 'all');
    if (!error) {
      return true;
    }
    context.count('ChannelWriteFail', 1);
    context.log('error', `${rows} lines lost: ${error.message}`);
    return false;
  }

  return {
    style: 'push',
    start(output) {
      if (!context.capabilities.exec) {
        throw new SourceRefusedError(
          'RUN_EXEC_REFUSED',
          'This server does not run commands of flows; it has to be started with --allow-exec.',
        );
      }
      isStopped = false;
      begin(output);
    },
    stop() {
      isStopped = true;
      cancel?.();
      child?.kill('SIGTERM');
    },
  };
});

type Lines = NonNullable<ReturnType<LineSplitter['end']>>;

/** `readLine` takes a carriage return before the line end for a part of it. */
function withoutReturns(lines: Lines): Lines {
  const ends = lines.ends.slice();
  for (let row = 0; row < ends.length; row++) {
    const end = ends[row] as number;
    if (end > (lines.starts[row] as number) && lines.bytes[end - 1] === 13) ends[row] = end - 1;
  }
  return { ...lines, ends };
}
