import {
  type AppliedComponent,
  type AppliedSystem,
  readWrittenField,
  readWrittenStream,
} from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';
import { streamOf } from '../groupings.ts';

const namePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** What the first stream is called, in Storm and here. */
const taken = ['default', 'out'];

type Place = { readonly component: string; readonly system: string; readonly field: string };

/**
 * Output fields and streams of functions have names that expressions and edges can use, each once, and types that
 * exist; an edge takes a stream that is declared.
 */
export function checkFunctions(system: AppliedSystem): readonly Diagnostic[] {
  return [
    ...system.components.flatMap(({ id, config }): Diagnostic[] => {
      const at = { component: id, system: system.id };
      return [
        ...checkFields(textsOf(config.outputFields), { ...at, field: 'outputFields' }),
        ...checkStreams(textsOf(config.outputStreams), { ...at, field: 'outputStreams' }),
      ];
    }),
    ...checkEdges(system),
  ];
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function checkFields(texts: readonly string[], at: Place): Diagnostic[] {
  const seen = new Set<string>();
  return texts.flatMap((text): Diagnostic[] => {
    const { name, type } = readWrittenField(text);
    const isDouble = seen.has(name);
    seen.add(name);
    const wrong = (code: string, message: string, help: string): Diagnostic[] => [
      { code, severity: 'error', message, at, help },
    ];
    if (!namePattern.test(name)) {
      return wrong(
        'STORM_FIELD_NAME',
        `${JSON.stringify(name)} cannot be the name of a field.`,
        'Use a letter or underscore, then letters, digits and underscores.',
      );
    }
    if (type === undefined) {
      return wrong(
        'STORM_FIELD_TYPE',
        `The type of ${name} is none of string, integer, double and boolean.`,
        'Use one of them, or leave the colon and the type out.',
      );
    }
    if (!isDouble) return [];
    return wrong('STORM_FIELD_TWICE', `The output field ${name} is declared twice.`, 'Remove one of them.');
  });
}

function checkStreams(texts: readonly string[], at: Place): Diagnostic[] {
  const seen = new Set<string>(taken);
  return texts.flatMap((text): Diagnostic[] => {
    const wrong = (code: string, message: string, help: string): Diagnostic[] => [
      { code, severity: 'error', message, at, help },
    ];
    const stream = readWrittenStream(text);
    if (stream === undefined) {
      return wrong(
        'STORM_STREAM_FORM',
        `${JSON.stringify(text)} declares no stream.`,
        'Write its name and its fields in brackets: errors(line, count: integer).',
      );
    }
    const { name, fields } = stream;
    const isTaken = seen.has(name);
    seen.add(name);
    if (!namePattern.test(name)) {
      return wrong(
        'STORM_STREAM_NAME',
        `${JSON.stringify(name)} cannot be the name of a stream.`,
        'Use a letter or underscore, then letters, digits and underscores.',
      );
    }
    if (isTaken) {
      return wrong(
        'STORM_STREAM_TWICE',
        taken.includes(name)
          ? `${name} is the stream that is there already.`
          : `The stream ${name} is declared twice.`,
        'Give it another name.',
      );
    }
    return checkFields(fields, at);
  });
}

function checkEdges(system: AppliedSystem): Diagnostic[] {
  const components = new Map<string, AppliedComponent>(system.components.map((one) => [one.id, one]));
  return system.connections.flatMap((connection): Diagnostic[] => {
    const stream = streamOf(connection);
    const from = components.get(connection.from.component);
    if (stream === undefined || from === undefined) return [];
    const declared = textsOf(from.config.outputStreams).flatMap(
      (text) => readWrittenStream(text)?.name ?? [],
    );
    if (declared.includes(stream)) return [];
    return [
      {
        code: 'STORM_STREAM_UNKNOWN',
        severity: 'error',
        message: `${from.name} declares no stream ${stream}.`,
        at: { connection: connection.id, system: system.id, field: 'stream' },
        help:
          declared.length === 0
            ? `Take its default stream, or declare ${stream} in ${from.name}.`
            : `Take ${['default', ...declared].join(' or ')}.`,
        fix: {
          label: 'Take the default stream',
          connection: connection.id,
          field: 'stream',
          value: 'default',
        },
      },
    ];
  });
}
