import type { Drawing } from '@sluice/component';
import type { Json } from '@sluice/ir';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flume } from '../src/index.ts';
import { anyAgent } from './arbitrary-agent.ts';

const lens = flume.lens as NonNullable<typeof flume.lens>;
const runs = { numRuns: 300 };

/** The drawing with `text` carried by all of its systems. */
function carrying(drawing: Drawing, content: string): Drawing {
  const systems = Object.fromEntries(
    Object.entries(drawing.systems).map(([id, system]) => [id, { ...system, text: 't' }]),
  );
  return { ...drawing, systems, texts: { t: { language: lens.language, content } } };
}

/** A drawing without its texts, in one order, with what a component lacks in the one form of a reading. */
function plain(drawing: Drawing): unknown {
  const byId = <T>(record: { readonly [id: string]: T }): [string, T][] =>
    Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    systems: byId(drawing.systems).map(([id, { type, name, extra }]) => [id, type, name, extra ?? {}]),
    components: byId(drawing.components).map(([id, c]) => [
      id,
      c.type,
      c.name,
      c.system,
      c.host,
      c.order,
      sorted(withDemanded(c.type, c.config)),
      sorted(c.extra ?? {}),
    ]),
    connections: byId(drawing.connections).map(([id, c]) => [
      id,
      c.from,
      c.to,
      sorted(sortedValues(c.config)),
    ]),
  };
}

function sorted(record: { readonly [key: string]: Json }): [string, Json][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Values of a selector have no order. */
function sortedValues(config: { readonly [key: string]: Json }): { [key: string]: Json } {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, Array.isArray(value) ? [...value].sort() : value]),
  );
}

/** A field Flume demands and nobody has set stands in the document at its default. */
function withDemanded(type: string, config: { readonly [key: string]: Json }): { [key: string]: Json } {
  const full: { [key: string]: Json } = { ...config };
  for (const [name, field] of Object.entries(flume.components.find((c) => c.id === type)?.config ?? {})) {
    if (field.isRequired === true && field.exportKey !== undefined && full[name] === undefined) {
      if (field.default !== undefined) full[name] = field.default as Json;
    }
  }
  return full;
}

/** A text says the same after any of these. */
const disguises: readonly ((line: string) => string)[] = [
  (line) => line,
  (line) => `# a comment\n${line}`,
  (line) => `\n  \t${line}`,
  (line) => line.replace(' = ', ': '),
  (line) => line.replace(' = ', '='),
  (line) => line.replace(' = ', ' = \\\n      '),
  (line) => `! another one \\\n${line}`,
  (line) => line.replace(/^(\w)/, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  (line) => `${line}\nother.agent.key = kept\nother.sources.x.type = seq`,
  (line) => `${line.replace(/ = .*$/, ' = first')}\n${line}`,
];

const anyText = fc
  .tuple(
    anyAgent,
    fc.infiniteStream(fc.nat(disguises.length - 1)),
    fc.constantFrom('\n', '\r\n'),
    fc.boolean(),
  )
  .map(([drawing, choices, lineEnd, isEnded]) => {
    const printed = lens.print(drawing, 'agent');
    const lines = printed.split('\n').map((line) => {
      const disguise = disguises[choices.next().value as number] as (line: string) => string;
      return / = ./.test(line) ? disguise(line) : line;
    });
    const text = lines.join('\n');
    return { drawing, text: (isEnded ? text : text.trimEnd()).replaceAll('\n', lineEnd) };
  });

describe('the lens of .properties', () => {
  it('reads back what it prints', () => {
    fc.assert(
      fc.property(anyAgent, (drawing) => {
        const reading = lens.get(lens.print(drawing, 'agent'), drawing);
        expect(reading.problems.filter((p) => p.severity === 'error')).toEqual([]);
        expect(plain(reading.drawing)).toEqual(plain(drawing));
      }),
      runs,
    );
  });

  it('writes nothing when nothing has changed (GetPut)', () => {
    fc.assert(
      fc.property(anyText, ({ text }) => {
        expect(lens.put(carrying(lens.get(text).drawing, text), 't')).toBe(text);
      }),
      runs,
    );
  });

  it('reads the same from every disguise of a text', () => {
    fc.assert(
      fc.property(anyText, ({ drawing, text }) => {
        expect(plain(lens.get(text, drawing).drawing)).toEqual(plain(drawing));
      }),
      runs,
    );
  });

  it('makes any text say what any drawing says (PutGet)', () => {
    fc.assert(
      fc.property(anyText, anyAgent, ({ text }, drawing) => {
        const written = lens.put(carrying(drawing, text), 't');
        expect(plain(lens.get(written, drawing).drawing)).toEqual(plain(drawing));
        expect(lens.put(carrying(drawing, written), 't')).toBe(written);
      }),
      runs,
    );
  });

  it('touches only the lines of a property that changes', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), fc.integer({ min: 1, max: 99_999 }), ({ text }, pick, value) => {
        const before = lens.get(text).drawing;
        const channels = Object.entries(before.components).filter(
          ([, c]) => c.type === 'flume.channel.memory',
        );
        const [id, channel] = channels[pick % channels.length] ?? [];
        if (id === undefined || channel === undefined) return;
        const changed = { ...channel, config: { ...channel.config, capacity: value } };
        const after = { ...before, components: { ...before.components, [id]: changed } };
        const written = lens.put(carrying(after, text), 't');
        expect(difference(text, written).filter((line) => !/capacity|^\s*\d*\\?$/.test(line))).toEqual([]);
      }),
      runs,
    );
  });

  it('follows a component that is renamed', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), ({ text }, pick) => {
        const before = lens.get(text).drawing;
        const ids = Object.keys(before.components).filter((id) => before.components[id]?.host === undefined);
        const id = ids[pick % ids.length];
        if (id === undefined) return;
        const component = before.components[id] as (typeof before.components)[string];
        const after = {
          ...before,
          components: { ...before.components, [id]: { ...component, name: 'renamed' } },
        };
        const written = lens.put(carrying(after, text), 't');
        expect(plain(lens.get(written, after).drawing)).toEqual(plain(after));
      }),
      runs,
    );
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const { drawing } = lens.get(text);
        lens.recognises(text);
        lens.locate(text, drawing);
        expect(lens.put(carrying(drawing, text), 't')).toBe(text);
      }),
      runs,
    );
  });
});

/** Lines that only one of two texts has. */
function difference(a: string, b: string): string[] {
  const count = new Map<string, number>();
  for (const line of a.split(/\r?\n/)) count.set(line, (count.get(line) ?? 0) + 1);
  for (const line of b.split(/\r?\n/)) count.set(line, (count.get(line) ?? 0) - 1);
  return [...count].filter(([, n]) => n !== 0).map(([line]) => line);
}
