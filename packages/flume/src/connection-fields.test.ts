import { describe, expect, it } from 'vitest';
import { drawAgent } from '../test/run-agent.ts';
import { fieldsOf } from './connection-fields.ts';

const seq = { type: 'flume.source.seq' };
const none = { type: 'flume.sink.null' };
const selector = (name: string) => ({ type: `flume.selector.${name}` });

function fieldsBetween(ends: string, attached: readonly { readonly type: string }[] = []): readonly string[] {
  const drawing = drawAgent({ source: seq, attached, sink: none });
  const connection = drawing.connections[ends];
  if (!connection) throw new Error(`no connection ${ends}`);
  return fieldsOf(connection, drawing);
}

describe('what is chosen on an edge of an agent', () => {
  it('is values and the default behind a multiplexing selector', () => {
    expect(fieldsBetween('src-c1', [selector('multiplexing')])).toEqual([
      'when',
      'isDefault',
      'isOptional',
      'optionalWhen',
    ]);
  });

  it('is only whether the channel is optional behind any other selector, or none', () => {
    expect(fieldsBetween('src-c1', [selector('replicating')])).toEqual(['isOptional']);
    expect(fieldsBetween('src-c1')).toEqual(['isOptional']);
  });

  it('is nothing from a channel to its sink', () => {
    expect(fieldsBetween('c1-to-c1', [selector('multiplexing')])).toEqual([]);
  });
});
