import type { ComponentSpec, FieldSpec } from '@sluice/component';
import type { CodeCompletion, Complete } from '../ui/code/code.ts';

/** Kinds of components by the section of a text they stand in. */
const sections = { sources: 'source', channels: 'channel', sinks: 'sink' } as const;
type Section = keyof typeof sections;

/** A key of the text and what it is set to. */
interface Setting {
  readonly parts: readonly string[];
  readonly value: string;
}

/** Offers what fits in the text of Flume agents: names that are there, types, and the keys and values of a type. */
export function completeAgents(specs: readonly ComponentSpec[]): Complete {
  return ({ before, text, place }) => {
    const settings = settingsOf(text, place.line);
    const value = /^\s*([^\s=:#!][^\s=:]*)\s*[=:]\s*((?:\S+[ ,]+)*)\S*$/.exec(before);
    if (value) {
      const written = new Set((value[2] ?? '').split(/[ ,]+/));
      const offered = valuesOf({ parts: (value[1] ?? '').split('.'), settings, specs });
      return offered.filter(({ label }) => !written.has(label));
    }
    const key = /^\s*([^\s=:#!]*)$/.exec(before);
    return key ? keysOf({ parts: (key[1] ?? '').split('.'), settings, specs }) : [];
  };
}

interface Asked {
  readonly parts: readonly string[];
  readonly settings: readonly Setting[];
  readonly specs: readonly ComponentSpec[];
}

function keysOf({ parts, settings, specs }: Asked): readonly CodeCompletion[] {
  const [agent = '', section = '', name = '', ...typed] = parts;
  if (parts.length === 1) return words(new Set(settings.map(({ parts: [first = ''] }) => first)));
  if (parts.length === 2) return words(Object.keys(sections));
  if (!isSection(section)) return [];
  if (parts.length === 3) return words(namesIn(settings, agent, section));
  const own = settings.filter(({ parts: [a, s, n] }) => a === agent && s === section && n === name);
  const known = new Set(own.map(({ parts: [, , , ...rest] }) => rest.join('.')));
  const prefix = typed
    .slice(0, -1)
    .map((part) => `${part}.`)
    .join('');
  return [...wiringOf(section), ...fieldsOf(specOf({ parts, settings, specs }))]
    .filter(({ label }) => label.startsWith(prefix) && !known.has(label))
    .map((item) => ({ ...item, insert: item.label.slice(prefix.length) }));
}

function valuesOf({ parts, settings, specs }: Asked): readonly CodeCompletion[] {
  const [agent = '', section = '', , ...rest] = parts;
  if (!isSection(section)) return [];
  const key = rest.join('.');
  if (key === '') return words(namesIn(settings, agent, section));
  if (key === 'channel' || key === 'channels') return words(namesIn(settings, agent, 'channels'));
  if (key === 'type') {
    return specs
      .filter(({ id }) => id.startsWith(`flume.${sections[section]}.`))
      .map((spec) => ({ label: typeOf(spec), detail: spec.title, documentation: spec.summary }));
  }
  const field = Object.values(specOf({ parts, settings, specs })?.config ?? {}).find(
    ({ exportKey }) => exportKey === key,
  );
  if (field?.type === 'choice') {
    return field.choices.map((label) => {
      const detail = field.choiceLabels?.[label];
      return detail === undefined ? { label } : { label, detail };
    });
  }
  return field?.type === 'boolean' ? words(['true', 'false']) : [];
}

/** What every component of a section has besides its own fields. */
function wiringOf(section: Section): readonly CodeCompletion[] {
  const type: CodeCompletion = { label: 'type', kind: 'property', detail: 'what it is' };
  switch (section) {
    case 'sources':
      return [
        type,
        { label: 'channels', kind: 'property', detail: 'channels it puts into' },
        { label: 'interceptors', kind: 'property', detail: 'names, in order' },
      ];
    case 'sinks':
      return [type, { label: 'channel', kind: 'property', detail: 'channel it takes from' }];
    case 'channels':
      return [type];
  }
}

function fieldsOf(spec: ComponentSpec | undefined): readonly CodeCompletion[] {
  return Object.values(spec?.config ?? {}).flatMap((field): CodeCompletion[] =>
    field.exportKey === undefined
      ? []
      : [{ label: field.exportKey, kind: 'property', detail: detailOf(field), documentation: field.help }],
  );
}

function detailOf(field: FieldSpec): string {
  if (!('default' in field) || field.default === undefined || Array.isArray(field.default))
    return field.label;
  return `${field.label}, ${String(field.default)} when not set`;
}

/** The component a key is about, by the type the text gives it. */
function specOf({ parts: [agent, section, name], settings, specs }: Asked): ComponentSpec | undefined {
  if (!isSection(section)) return undefined;
  const type = settings.find(
    ({ parts: [a, s, n, key, more] }) =>
      a === agent && s === section && n === name && key === 'type' && more === undefined,
  )?.value;
  return specs.find((spec) => spec.id.startsWith(`flume.${sections[section]}.`) && typeOf(spec) === type);
}

function typeOf({ id, exportType }: ComponentSpec): string {
  return exportType ?? id.split('.').slice(2).join('.');
}

/** The names a section lists and those it has keys of. */
function namesIn(settings: readonly Setting[], agent: string, section: Section): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { parts, value } of settings) {
    if (parts[0] !== agent || parts[1] !== section) continue;
    const found = parts.length === 2 ? value.split(/[\s,]+/) : [parts[2] ?? ''];
    for (const name of found) if (name !== '') names.add(name);
  }
  return names;
}

/** What the text sets, but for the line that is being typed. */
function settingsOf(text: string, without: number): readonly Setting[] {
  return text.split(/\r\n|\r|\n/).flatMap((line, index): Setting[] => {
    const [, key, value = ''] = /^\s*([^\s=:#!][^\s=:]*)\s*[=:]?\s*(.*?)\s*$/.exec(line) ?? [];
    return key === undefined || index + 1 === without ? [] : [{ parts: key.split('.'), value }];
  });
}

function isSection(word: string | undefined): word is Section {
  return word !== undefined && Object.hasOwn(sections, word);
}

function words(all: Iterable<string>): readonly CodeCompletion[] {
  return [...all].map((label) => ({ label }));
}
