import type { Operator, SinkOperator, SourceOperator, Stream } from '@sluice/ir';
import { codeOf, messageOf, RunError } from '../../errors.ts';
import type { LogLevel, ReplayControl, Sink } from '../../implementation.ts';
import type { Model, StageInput, StageRuntime } from '../model.ts';
import type { Channel } from './channel.ts';
import { channelMeters } from './channel-meters.ts';
import { DurableChannel } from './durable-channel.ts';
import { SinkRunner } from './sink-runner.ts';
import { SourceRunner } from './source-runner.ts';
import { createSpeaker, createTicking } from './speaker.ts';
import { createStageGraph } from './stage-graph.ts';

/** How often a durable channel whose folders cannot be had is tried again. */
const reopenMs = 3000;

/** Flume's model: transactions of row ranges between sources, memory channels and sinks. */
export const transactional: Model = (input: StageInput): StageRuntime => {
  const graph = createStageGraph(input);
  const sources = input.operators
    .filter((operator): operator is SourceOperator => operator.kind === 'source')
    .map((operator) => new SourceRunner(input, operator, graph));
  const sinks = takingStreams(input).map((ends) => new SinkRunner(input, ends, graph));
  const buffers = input.operators
    .filter((operator) => operator.kind === 'buffer')
    .map((operator) => createBufferKeeper(input, operator));
  const ticking = graph.ticking.map((one) => createTicking(input, one));
  const speaker = createSpeaker(input);
  let hasFinished = false;
  let isStopping = false;

  /** Windows that a stop finds open stay so; those of input that has come to its end are waited for. */
  function isSettled(): boolean {
    return (
      sources.every((source) => source.isSettled) &&
      sinks.every((sink) => sink.isSettled) &&
      speaker.isDone() &&
      ticking.every((one) => one.isDone(isStopping))
    );
  }

  return {
    async start() {
      for (const buffer of buffers) buffer.start();
      for (const sink of sinks) await sink.start();
      for (const source of sources) await source.start();
      for (const one of ticking) one.start();
    },
    async stopSources() {
      isStopping = true;
      for (const source of sources) await source.stop();
    },
    isSettled,
    finish() {
      if (hasFinished || !graph.finish || sources.length === 0 || !isSettled()) return false;
      hasFinished = true;
      speaker.offer(graph.finish());
      return true;
    },
    async close() {
      speaker.close();
      for (const one of ticking) one.close();
      for (const buffer of buffers) buffer.close();
      for (const source of sources) await source.close();
      for (const sink of sinks) await sink.close();
      graph.close();
    },
    beforeSample() {
      for (const part of [...sources, ...sinks, ...buffers]) part.beforeSample();
    },
    replays() {
      const replays = new Map<string, ReplayControl>();
      for (const source of sources) if (source.replay) replays.set(source.component, source.replay);
      return replays;
    },
    sinks() {
      const open = new Map<string, Sink>();
      for (const runner of sinks) if (runner.sink) open.set(runner.component, runner.sink);
      return open;
    },
  };
};

/** Streams from a channel into this stage, with the sink each of them leads to. */
function takingStreams(
  input: StageInput,
): readonly { readonly stream: Stream; readonly operator: SinkOperator; readonly channel: Channel }[] {
  const own = new Map(input.operators.map((operator) => [operator.id, operator]));
  return input.streams.flatMap((stream) => {
    const channel = input.bufferOf(stream.from.operator) as Channel | undefined;
    if (!channel || !own.has(stream.to.operator)) return [];
    return [{ stream, operator: sinkBehind(input, own, stream), channel }];
  });
}

function sinkBehind(input: StageInput, own: ReadonlyMap<string, Operator>, stream: Stream): SinkOperator {
  let operator = own.get(stream.to.operator);
  for (let steps = 0; operator && operator.kind !== 'sink' && steps < own.size; steps++) {
    const id: string = operator.id;
    const next = input.streams.find((one) => one.from.operator === id);
    operator = next && own.get(next.to.operator);
  }
  if (operator?.kind === 'sink') return operator;
  throw new RunError('RUN_STAGE_UNSUPPORTED', `Buffer ${stream.from.operator} leads to no sink`);
}

/** Keeps the gauges and the losses of a channel; whoever puts and takes keeps the counters. */
function createBufferKeeper(
  input: StageInput,
  operator: Operator,
): { start(): void; close(): void; beforeSample(): void } {
  const channel = input.bufferOf(operator.id) as Channel;
  const component = channel.component;
  const meters = channelMeters(input.meters, component);
  const { host } = input;
  const log = (level: LogLevel, message: string): void =>
    host.emit({ kind: 'log', timeMs: host.now(), level, component, message });
  let isClosed = false;

  function settle(held?: number): void {
    channel.ledger.settleWith(
      host,
      channel.id,
      ({ lost, duplicated }) => {
        meters.lost.restore(lost);
        meters.duplicated.restore(duplicated);
        if (lost === 0) return;
        log('warning', `${lost} events were in the channel when the process died and are lost.`);
      },
      held,
    );
  }

  function reportState(error: RunError | undefined): void {
    const state = error ? 'retrying' : 'running';
    if (error) log('error', error.message);
    else log('info', 'The channel takes events again.');
    host.emit({ kind: 'component-state', component, state, ...(error ? { message: error.message } : {}) });
  }

  /** A channel whose folders cannot be had is tried again every 3 s for ever, and refuses what is put meanwhile. */
  function open(durable: DurableChannel, isAgain: boolean): void {
    if (isClosed) return;
    try {
      durable.open({
        state: reportState,
        damaged(records, message) {
          meters.lost.add(records);
          durable.ledger.damaged(host, durable.id, records);
          log('error', message);
        },
        log,
      });
    } catch (error) {
      if (!isAgain) reportState(new RunError(codeOf(error), `Cannot start: ${messageOf(error)}`));
      host.schedule(reopenMs, () => open(durable, true));
      return;
    }
    if (isAgain) reportState(undefined);
    settle(durable.held);
  }

  return {
    start() {
      if (channel instanceof DurableChannel) open(channel, false);
      else settle();
    },
    close() {
      isClosed = true;
    },
    beforeSample: () => meters.gauge(channel),
  };
}
