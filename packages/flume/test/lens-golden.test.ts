import type { Drawing } from '@sluice/component';
import { describe, expect, it } from 'vitest';
import { flume } from '../src/index.ts';
import cases from './golden/config-cases.json' with { type: 'json' };

const lens = flume.lens as NonNullable<typeof flume.lens>;

interface Live {
  readonly sources: readonly string[];
  readonly channels: readonly string[];
  readonly sinks: readonly string[];
}

function carrying(drawing: Drawing, content: string): Drawing {
  const systems = Object.fromEntries(
    Object.entries(drawing.systems).map(([id, system]) => [id, { ...system, text: 't' }]),
  );
  return { ...drawing, systems, texts: { t: { language: lens.language, content } } };
}

/** What Flume's validator leaves of a drawing: components with a type, sources and sinks with a channel. */
function liveOf(drawing: Drawing, system: string): Live | undefined {
  const of = (kind: string): string[] =>
    Object.entries(drawing.components)
      .filter(
        ([, c]) => c.system === system && c.type.startsWith(`flume.${kind}.`) && !c.type.endsWith('.untyped'),
      )
      .filter(([id]) => kind === 'channel' || hasChannel(drawing, id))
      .map(([, c]) => c.name)
      .sort();
  const [sources, channels, sinks] = [of('source'), of('channel'), of('sink')];
  if (channels.length === 0 || sources.length + sinks.length === 0) return undefined;
  return { sources, channels, sinks };
}

function hasChannel(drawing: Drawing, id: string): boolean {
  return Object.values(drawing.connections).some((c) =>
    [c.from.component, c.to.component].includes(id)
      ? [c.from.component, c.to.component].some((end) => {
          const channel = drawing.components[end];
          return channel?.type.startsWith('flume.channel.') === true && !channel.type.endsWith('.untyped');
        })
      : false,
  );
}

/** Selectors the 1.11.0 validator has no name for: it drops their sources although they would load. */
const unnamedSelectors = new Set(['lb']);

describe('texts the real validator has judged', () => {
  it.each(cases)('$name', ({ name, text, agents }) => {
    const { drawing, problems } = lens.get(text);
    if (problems.some((p) => p.severity === 'error')) {
      expect(agents).toBeNull();
      return;
    }
    expect(lens.put(carrying(drawing, text), 't')).toBe(text);
    if (agents === null || unnamedSelectors.has(name)) return;
    const live: { [agent: string]: Live } = {};
    for (const [id, system] of Object.entries(drawing.systems)) {
      const left = liveOf(drawing, id);
      if (left) live[system.name] = left;
    }
    const expected = Object.fromEntries(
      Object.entries(agents).map(([agent, { sources, channels, sinks }]) => [
        agent,
        { sources: [...sources].sort(), channels: [...channels].sort(), sinks: [...sinks].sort() },
      ]),
    );
    expect(live).toEqual(expected);
  });
});
