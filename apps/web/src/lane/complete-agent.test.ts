import { describe, expect, it } from 'vitest';
import { engines } from '../engines.ts';
import { completeAgents } from './complete-agent.ts';

const complete = completeAgents(engines.flatMap(({ components }) => components));
const rest = `a.sources = s
a.channels = c1 c2
a.sinks = k
a.sources.s.type = netcat
a.sources.s.port = 1
a.sinks.k.type = hdfs
a.channels.c3.type = memory
`;
/** What is offered at the end of a line typed under the text above. */
const offered = (line: string): readonly string[] =>
  complete({ text: rest + line, before: line, place: { line: 8, column: line.length + 1 } }).map(
    ({ label, insert }) => insert ?? label,
  );

describe('in a key', () => {
  it('names that are there are offered, part by part', () => {
    expect(offered('')).toEqual(['a']);
    expect(offered('a.so')).toEqual(['sources', 'channels', 'sinks']);
    expect(offered('a.channels.')).toEqual(['c1', 'c2', 'c3']);
    expect(offered('a.sources.')).toEqual(['s']);
  });

  it('the keys of its type that are not set yet are offered', () => {
    const keys = offered('a.sources.s.');
    expect(keys).toContain('bind');
    expect(keys).toContain('channels');
    expect(keys).not.toContain('port');
    expect(keys).not.toContain('type');
  });

  it('a key of several parts goes on after its dots', () => {
    expect(offered('a.sinks.k.')).toContain('hdfs.path');
    const keys = offered('a.sinks.k.hdfs.');
    expect(keys).toContain('path');
    expect(keys).not.toContain('channel');
  });

  it('nothing is offered in a comment or where nothing is known', () => {
    expect(offered('# a.')).toEqual([]);
    expect(offered('a.b.c.')).toEqual([]);
  });
});

describe('in a value', () => {
  it('types of the section are offered', () => {
    const types = offered('a.sources.t.type = ');
    expect(types).toContain('netcat');
    expect(types).not.toContain('memory');
  });

  it('channels, names, choices and truth values are offered', () => {
    expect(offered('a.sources.s.channels = c1 ')).toEqual(['c2', 'c3']);
    expect(offered('a.sinks.k.channel=')).toEqual(['c1', 'c2', 'c3']);
    expect(offered('a.channels = c2 c')).toEqual(['c1', 'c3']);
    expect(offered('a.sinks.k.hdfs.fileType = ')).toContain('DataStream');
    expect(offered('a.sources.s.ack-every-event = ')).toEqual(['true', 'false']);
    expect(offered('a.sources.s.port = ')).toEqual([]);
  });
});
