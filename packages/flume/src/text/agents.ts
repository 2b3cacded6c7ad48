import { javaTrim, javaWords } from './java-text.ts';
import { depthOf, prefixesOf } from './prefixes.ts';
import type { PropertiesText, PropertyRecord } from './properties.ts';
import { type Section, sections } from './types.ts';

/** A property of an agent: the value that counts and every line that sets the key, the one that counts last. */
export interface Entry {
  readonly value: string;
  readonly records: readonly PropertyRecord[];
}

/** Properties by name, in the order of their first lines. Empty values are left out: Flume ignores them. */
export type Properties = ReadonlyMap<string, string>;

/** One agent of a text, cut the way Flume cuts keys. */
export interface AgentText {
  readonly name: string;
  /** All properties without the agent's name, empty ones included. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** Names in `sources`, `channels` and `sinks`, each once. */
  readonly listed: { readonly [S in Section]: readonly string[] };
  /** Properties of a listed component. */
  properties(section: Section, name: string): Properties;
  /** Everything else that has a value: groups, filters, unknown sections, components no list names. */
  readonly rest: Properties;
}

/** What Flume passes over, with its reason. */
export interface IgnoredLine {
  readonly record: PropertyRecord;
  readonly code: string;
  readonly message: string;
}

export interface AgentsText {
  /** Agents with at least one listed component. */
  readonly agents: readonly AgentText[];
  readonly ignored: readonly IgnoredLine[];
}

/** Parts of a key that must never become a name of anything here. */
const refused = new Set(['__proto__', 'constructor', 'prototype']);

/** Ignored by Flume, but still properties of an agent. */
const kept = new Set(['FLUME_TEXT_VALUE_EMPTY', 'FLUME_TEXT_KEY_UNKNOWN']);

/** Groups the properties of a text by agent. */
export function readAgents(text: PropertiesText): AgentsText {
  const ignored: IgnoredLine[] = [];
  const byAgent = new Map<string, Map<string, PropertyRecord[]>>();
  for (const record of text.records) {
    if (record.kind !== 'property') continue;
    const property = record as PropertyRecord;
    const key = javaTrim(property.key);
    const reason = refuse(key, javaTrim(property.value));
    if (reason) ignored.push({ record: property, ...reason });
    if (reason && !kept.has(reason.code)) continue;
    const dot = key.indexOf('.');
    const keys = ensure(byAgent, key.slice(0, dot), () => new Map<string, PropertyRecord[]>());
    ensure(keys, key.slice(dot + 1), () => []).push(property);
  }
  const agents = [...byAgent].map(([name, keys]) => createAgent(name, keys));
  return { agents: agents.filter((agent) => sections.some((s) => agent.listed[s].length > 0)), ignored };
}

function refuse(key: string, value: string): { code: string; message: string } | undefined {
  const dot = key.indexOf('.');
  if (dot <= 0) {
    return {
      code: 'FLUME_TEXT_AGENT_MISSING',
      message: `Flume ignores "${key}": a key begins with the name of the agent and a dot.`,
    };
  }
  if (dot === key.length - 1) {
    return {
      code: 'FLUME_TEXT_KEY_INCOMPLETE',
      message: `Flume ignores "${key}": nothing follows the agent.`,
    };
  }
  if (key.split('.').some((part) => refused.has(part))) {
    return { code: 'FLUME_TEXT_KEY_REFUSED', message: `"${key}" is left alone: this name is not accepted.` };
  }
  const parts = key.slice(dot + 1).split('.');
  const isKnown = ['sources', 'channels', 'sinks', 'sinkgroups', 'configfilters'].includes(
    parts[0] as string,
  );
  if (!isKnown || parts.length === 2 || parts[1] === '' || (parts.length === 3 && parts[2] === '')) {
    if (!isKnown || parts.length !== 1) {
      return {
        code: 'FLUME_TEXT_KEY_UNKNOWN',
        message: `Flume ignores "${key}": it is no property of a source, channel or sink.`,
      };
    }
  }
  if (value === '') {
    return { code: 'FLUME_TEXT_VALUE_EMPTY', message: `Flume ignores "${key}": it has no value.` };
  }
  return undefined;
}

function createAgent(name: string, keys: ReadonlyMap<string, readonly PropertyRecord[]>): AgentText {
  const entries = new Map<string, Entry>();
  for (const [key, records] of keys) {
    entries.set(key, { value: javaTrim((records.at(-1) as PropertyRecord).value), records });
  }
  const names = (section: Section): string[] => words(entries.get(section)?.value);
  const listed = { sources: names('sources'), channels: names('channels'), sinks: names('sinks') };
  const isName = new Map(sections.map((section) => [section, new Set(listed[section])]));
  const components = new Map<string, Map<string, string>>();
  const rest = new Map<string, string>();
  for (const [key, { value }] of entries) {
    if (value === '') continue;
    const [section, component] = key.split('.', 2) as [string, string | undefined];
    const isSection = (sections as readonly string[]).includes(section);
    if (isSection && component === undefined) continue;
    const prefix = `${section}.${component}`;
    const isListed = isName.get(section as Section)?.has(component as string) === true;
    if (isListed && key.length > prefix.length + 1) {
      ensure(components, prefix, () => new Map<string, string>()).set(key.slice(prefix.length + 1), value);
    } else rest.set(key, value);
  }
  return {
    name,
    entries,
    listed,
    rest,
    properties: (section, component) => components.get(`${section}.${component}`) ?? new Map(),
  };
}

/** Names between blanks, each once. */
export function words(text: string | undefined): string[] {
  return [...new Set(javaWords(text ?? ''))];
}

function ensure<TKey, TValue>(map: Map<TKey, TValue>, key: TKey, create: () => TValue): TValue {
  const present = map.get(key);
  if (present !== undefined) return present;
  const made = create();
  map.set(key, made);
  return made;
}

/** The properties whose names begin with `prefix`, without it. */
export function under(properties: Properties, prefix: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of properties)
    if (key.startsWith(prefix)) found.set(key.slice(prefix.length), value);
  return found;
}

/** `under` for several names below one prefix. */
export function underEach(
  properties: Properties,
  prefix: string,
  names: readonly string[],
): (name: string) => Properties {
  const found = new Map(names.map((name) => [`${name}.`, new Map<string, string>()]));
  const depth = depthOf(found.keys());
  for (const [key, value] of properties) {
    if (!key.startsWith(prefix)) continue;
    const rest = key.slice(prefix.length);
    for (const own of prefixesOf(rest, depth)) found.get(own)?.set(rest.slice(own.length), value);
  }
  return (name) => found.get(`${name}.`) ?? new Map();
}
