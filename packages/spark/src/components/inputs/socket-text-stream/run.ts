import { TcpClient } from '@sluice/connectors';
import {
  type BytesColumn,
  bytesBatch,
  implementSource,
  LineSplitter,
  type SourceOutput,
} from '@sluice/runtime';
import { withoutCarriageReturns } from '../../../semantics/java-lines.ts';
import { spec } from './spec.ts';

/** `spark.streaming.receiverRestartDelay`. */
const restartDelayMs = 2000;
const linesPerPut = 8192;

export const run = implementSource(spec, (config, context) => {
  const splitter = new LineSplitter();
  let client: TcpClient | undefined;
  let isAttemptLogged = false;

  function put(output: SourceOutput, lines: BytesColumn | undefined): void {
    if (!lines) return;
    const column = withoutCarriageReturns(lines);
    const result = output.put(bytesBatch(column, { field: 'value', ingestMs: context.now() }), 'all');
    if (!(result instanceof Promise)) return;
    const release = client?.hold();
    void result.then(() => release?.());
  }

  function receive(output: SourceOutput, bytes: Uint8Array): void {
    splitter.push(bytes);
    for (let lines = splitter.take(linesPerPut); lines; lines = splitter.take(linesPerPut))
      put(output, lines);
  }

  return {
    style: 'push',
    start: (output) => {
      if (!context.capabilities.isPortAllowed(config.port, config.hostname)) {
        throw new Error(`This server does not allow connections to ${config.hostname}:${config.port}.`);
      }
      client = new TcpClient({
        host: config.hostname,
        port: config.port,
        retryMs: restartDelayMs,
        bytesPerSecond: context.capabilities.socketBytesPerSecond,
        now: () => context.now(),
        schedule: (delayMs, action) => context.schedule(delayMs, action),
        onBytes: (bytes) => receive(output, bytes),
        onConnect: () => {
          isAttemptLogged = false;
          context.log('info', `Connected to ${config.hostname}:${config.port}`);
        },
        onEnd: (reason) => {
          put(output, splitter.end());
          context.count('receiverRestarts', 1);
          // One line for a server that is away, not one every two seconds.
          if (isAttemptLogged) return;
          isAttemptLogged = true;
          context.log('warning', `Restarting receiver with delay ${restartDelayMs} ms: ${reason}`);
        },
      });
      client.start();
    },
    stop: () => client?.close(),
  };
});
