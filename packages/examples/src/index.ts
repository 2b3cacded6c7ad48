import type { Flow } from '@sluice/flow';
import accessLogMultiplexing from './access-log-multiplexing.flow.json' with { type: 'json' };
import classicAgent from './classic-agent.flow.json' with { type: 'json' };
import durableLog from './durable-log.flow.json' with { type: 'json' };
import ingestAndCount from './ingest-and-count.flow.json' with { type: 'json' };
import rollingTopWords from './rolling-top-words.flow.json' with { type: 'json' };
import runningWordCount from './running-word-count.flow.json' with { type: 'json' };
import slowSink from './slow-sink.flow.json' with { type: 'json' };
import statusCountsSpark from './status-counts-spark.flow.json' with { type: 'json' };
import stormStatusCounts from './storm-status-counts.flow.json' with { type: 'json' };
import stormWordCount from './storm-word-count.flow.json' with { type: 'json' };
import topHashtags from './top-hashtags.flow.json' with { type: 'json' };
import wordCountFunction from './word-count-function.flow.json' with { type: 'json' };

/** A flow anybody can open and run at once; the gallery, tests and documentation read it. */
export interface ExampleFlow {
  /** Name of the file without `.flow.json`. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly engines: readonly ('flume' | 'storm' | 'spark')[];
  /** The data set it replays; empty when its input is made or comes from outside. */
  readonly dataset: string;
  readonly flow: Flow;
}

const engineOrder = ['flume', 'storm', 'spark'] as const;

/** What the gallery shows is read from the flow, so that it cannot say something else. */
function describe(id: string, json: unknown): ExampleFlow {
  const flow = json as Flow;
  const types = Object.values(flow.systems).map((s) => s.type);
  const datasets = Object.values(flow.components).map((c) => c.config.dataset);
  return {
    id,
    title: flow.name,
    summary: flow.summary,
    engines: engineOrder.filter((engine) => types.some((type) => type.startsWith(`${engine}.`))),
    dataset: datasets.find((name): name is string => typeof name === 'string') ?? '',
    flow,
  };
}

/** All examples in the order the gallery shows them. */
export const examples: readonly ExampleFlow[] = [
  describe('classic-agent', classicAgent),
  describe('storm-word-count', stormWordCount),
  describe('top-hashtags', topHashtags),
  describe('access-log-multiplexing', accessLogMultiplexing),
  describe('rolling-top-words', rollingTopWords),
  describe('running-word-count', runningWordCount),
  describe('ingest-and-count', ingestAndCount),
  describe('storm-status-counts', stormStatusCounts),
  describe('status-counts-spark', statusCountsSpark),
  describe('slow-sink', slowSink),
  describe('durable-log', durableLog),
  describe('word-count-function', wordCountFunction),
];
