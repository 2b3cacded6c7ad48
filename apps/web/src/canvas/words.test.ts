import { emptyFlow, type Flow } from '@sluice/flow';
import { describe, expect, it } from 'vitest';
import { catalog } from '../engines.ts';
import { edgeWords, systemFacts, typeLine } from './words.ts';

const part = (type: string, config: Flow['components'][string]['config'] = {}) => ({
  type,
  name: type,
  system: 's',
  config,
});
const lineOf = (type: string, config = {}): string => typeLine(catalog.component(type), part(type, config));

describe('the line under a name', () => {
  it('is the type and the one setting that tells it from others', () => {
    expect(lineOf('flume.source.netcat', { port: 44444 })).toBe('netcat · port 44444');
    expect(lineOf('spark.transformation.flat-map')).toBe('flatMap');
    expect(typeLine(undefined, part('com.example.Sink'))).toBe('com.example.Sink');
  });

  it('is short for the replay of a data set', () => {
    expect(lineOf('storm.spout.replay')).toBe('replay · sentences');
    expect(lineOf('flume.source.replay', { dataset: 'tweets' })).toBe('replay · tweets');
    expect(lineOf('spark.input.replay')).toBe('replay · tweets');
  });
});

describe('words of a topology', () => {
  const flow: Flow = {
    ...emptyFlow('f'),
    systems: { s: { type: 'storm.topology', name: 't', config: { maxSpoutPending: 500 } } },
    components: {
      split: part('storm.bolt.split', { parallelism: 2, tasks: 4 }),
      count: part('storm.bolt.count'),
    },
    connections: {
      c: {
        from: { component: 'split', port: 'out' },
        to: { component: 'count', port: 'in' },
        config: { grouping: 'partial_key', fields: ['word'] },
      },
    },
  };

  it('count its workers, executors and tasks', () => {
    expect(systemFacts.storm(flow, 's')).toEqual([
      '1 worker',
      '3 executors',
      '5 tasks',
      'max spout pending 500',
    ]);
  });

  it('name the grouping of an edge and its fields, shuffle when nothing is chosen', () => {
    const connection = flow.connections.c as Flow['connections'][string];
    expect(edgeWords(catalog, flow, connection, undefined)).toBe('partial key word');
    expect(edgeWords(catalog, flow, { ...connection, config: {} }, undefined)).toBe('shuffle');
  });
});
