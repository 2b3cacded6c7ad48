import type { Json, JsonObject } from '@sluice/ir';
import { mappingOf } from '../routing.ts';
import { type Properties, words } from './agents.ts';

/** Settings of the connections of one source, by channel name. */
export type ConnectionConfigs = Map<string, { [field: string]: Json }>;

/** What a selector's properties say about the connections, and what they say that no connection can carry. */
export interface SelectorReading {
  readonly connections: ConnectionConfigs;
  readonly rest: Map<string, string>;
}

/** Names as Flume's selectors split them: at one blank. Undefined when one is not among `channels`. */
function channelsIn(text: string, channels: readonly string[]): string[] | undefined {
  const names = text.split(' ');
  return names.every((name) => channels.includes(name)) ? [...new Set(names)] : undefined;
}

/** Reads `selector.optional` of a replicating selector; keys without `selector.`. */
export function readReplicating(properties: Properties, channels: readonly string[]): SelectorReading {
  const connections: ConnectionConfigs = new Map();
  const rest = new Map(properties);
  const names = words(properties.get('optional'));
  if (names.length > 0 && names.every((name) => channels.includes(name))) {
    rest.delete('optional');
    for (const name of names) connections.set(name, { isOptional: true });
  }
  return { connections, rest };
}

/** Reads `mapping.*`, `optional.*` and `default` of a multiplexing selector; keys without `selector.`. */
export function readMultiplexing(properties: Properties, channels: readonly string[]): SelectorReading {
  const rest = new Map<string, string>();
  const gathered = new Map(
    channels.map((name) => [name, { required: [] as string[], optional: [] as string[], isDefault: false }]),
  );
  for (const [key, text] of properties) {
    const match = /^(mapping|optional)\.(.+)$/s.exec(key);
    const names = match || key === 'default' ? channelsIn(text, channels) : undefined;
    if (!names) {
      rest.set(key, text);
      continue;
    }
    for (const name of names) {
      const of = gathered.get(name);
      if (!of) continue;
      if (!match) of.isDefault = true;
      else of[match[1] === 'mapping' ? 'required' : 'optional'].push(match[2] as string);
    }
  }
  const connections: ConnectionConfigs = new Map();
  for (const [name, of] of gathered) {
    const config: { [field: string]: Json } = {};
    const isOptional = of.required.length === 0 && of.optional.length > 0;
    const when = isOptional ? of.optional : of.required;
    if (when.length > 0) config.when = when;
    if (of.isDefault) config.isDefault = true;
    if (isOptional) config.isOptional = true;
    else if (of.optional.length > 0) config.optionalWhen = of.optional;
    if (Object.keys(config).length > 0) connections.set(name, config);
  }
  return { connections, rest };
}

/** A connection of a source as a selector sees it. */
export interface SelectedChannel {
  readonly channel: string;
  readonly config: JsonObject;
}

/** The properties of a replicating selector, without `selector.`; `current` is kept where it says the same. */
export function writeReplicating(channels: readonly SelectedChannel[], current: Properties): Properties {
  const desired = new Map<string, string>();
  const optional = channels.filter((c) => c.config.isOptional === true).map((c) => c.channel);
  set(desired, { key: 'optional', names: optional, current, split: words });
  return desired;
}

/** The properties of a multiplexing selector, without `selector.`; `current` is kept where it says the same. */
export function writeMultiplexing(channels: readonly SelectedChannel[], current: Properties): Properties {
  const desired = new Map<string, string>();
  const mappings = channels.map(({ channel, config }) => ({ channel, ...mappingOf(config) }));
  const values = (of: 'required' | 'optional'): string[] => [...new Set(mappings.flatMap((m) => m[of]))];
  const namesOf = (of: 'required' | 'optional', value: string): string[] =>
    mappings.filter((m) => m[of].includes(value)).map((m) => m.channel);
  for (const value of values('required')) {
    set(desired, { key: `mapping.${value}`, names: namesOf('required', value), current, split: split });
  }
  for (const value of values('optional')) {
    set(desired, { key: `optional.${value}`, names: namesOf('optional', value), current, split: split });
  }
  const defaults = mappings.filter((m) => m.isDefault).map((m) => m.channel);
  set(desired, { key: 'default', names: defaults, current, split: split });
  return desired;
}

const split = (text: string): string[] => text.split(' ');

function set(
  desired: Map<string, string>,
  {
    key,
    names,
    current,
    split: cut,
  }: { key: string; names: readonly string[]; current: Properties; split(text: string): string[] },
): void {
  if (names.length === 0) return;
  desired.set(key, mergeNames(names, current.get(key), cut));
}

/** A list of names: as it stands when it has the same names, else in its order with new names at the end. */
export function mergeNames(
  names: readonly string[],
  text: string | undefined,
  cut: (text: string) => string[],
): string {
  if (text === undefined) return names.join(' ');
  const present = [...new Set(cut(text))];
  if (present.length === names.length && present.every((name) => names.includes(name))) return text;
  return [
    ...present.filter((name) => names.includes(name)),
    ...names.filter((n) => !present.includes(n)),
  ].join(' ');
}
