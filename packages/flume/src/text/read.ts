import type {
  ComponentSpec,
  Drawing,
  DrawnComponent,
  DrawnConnection,
  DrawnSystem,
  TextReading,
} from '@sluice/component';
import type { Json } from '@sluice/ir';
import { type AgentText, type Properties, readAgents, under, words } from './agents.ts';
import { codecOf, readReplay } from './codecs.ts';
import { extraOf } from './fields.ts';
import { Ids, type Part, pairParts } from './pair.ts';
import { Places } from './places.ts';
import { problemsOf } from './problems.ts';
import { parseProperties } from './properties.ts';
import { type ConnectionConfigs, readMultiplexing, readReplicating } from './selector-text.ts';
import { kindOfSection, type Section, sections, typeId } from './types.ts';

/** Finds the spec of a type, as a catalog does. */
export type SpecOf = (id: string) => ComponentSpec | undefined;

/** Keys of a source that are drawn as something else than fields. */
export function isSourceKey(key: string): boolean {
  return (
    key === 'channels' ||
    key === 'interceptors' ||
    key.startsWith('interceptors.') ||
    key.startsWith('selector.')
  );
}

/** The catalog id of a listed component. */
export function typeOf(section: Section, properties: Properties): string {
  const id = typeId(kindOfSection[section], properties.get('type'));
  const isReplay = id === 'flume.source.exec' && readReplay(properties.get('command') ?? '') !== undefined;
  return isReplay ? 'flume.source.replay' : id;
}

/** Names of the interceptors of a source, in order. */
export function interceptorsOf(source: Properties): string[] {
  return words(source.get('interceptors'));
}

/** The catalog id of a source's selector; undefined without a `selector.type`. */
export function selectorType(source: Properties): string | undefined {
  const type = source.get('selector.type');
  return type === undefined ? undefined : typeId('selector', type);
}

const empty: Drawing = { texts: {}, systems: {}, components: {}, connections: {} };

/** Far above any agent that was ever written; a text beyond it is something else, and reading it would take long. */
const mostCharacters = 1_000_000;
const mostComponents = 2000;

/** Reads a whole text. */
export function readText(text: string, specOf: SpecOf, previous: Drawing = empty): TextReading {
  if (text.length > mostCharacters) {
    const length = text.length.toLocaleString('en-US');
    return refused('FLUME_TEXT_TOO_LONG', `The text has ${length} characters; at most 1,000,000 are read.`);
  }
  const parsed = parseProperties(text);
  const lines = new Places(text);
  if (parsed.faults.length > 0) {
    const problems = parsed.faults.map((fault) => ({
      code: 'FLUME_TEXT_MALFORMED',
      severity: 'error' as const,
      message: fault.message,
      at: { range: lines.range(fault.offset, fault.offset + 2) },
      help: 'Write \\\\ for a backslash.',
    }));
    return { drawing: empty, problems };
  }
  const { agents, ignored } = readAgents(parsed);
  const components = agents.reduce((sum, agent) => sum + sections.flatMap((s) => agent.listed[s]).length, 0);
  if (components > mostComponents) {
    const count = components.toLocaleString('en-US');
    return refused(
      'FLUME_TEXT_TOO_MANY',
      `The text names ${count} sources, channels and sinks; at most 2,000 are read.`,
    );
  }
  const reader = new Reader(specOf, previous);
  const places = reader.readAll(agents.filter((agent) => !agent.name.startsWith('\uFEFF')));
  return {
    drawing: reader.drawing(),
    problems: problemsOf({ text, lines, parsed, agents, ignored, places }),
  };
}

function refused(code: string, message: string): TextReading {
  const help = 'Remove what does not belong to the agent, or split the file.';
  return { drawing: empty, problems: [{ code, severity: 'error', message, at: {}, help }] };
}

/** Builds the drawing of a text, giving known things the ids they had. */
class Reader {
  readonly #specOf: SpecOf;
  readonly #previous: Drawing;
  readonly #ids: Ids;
  readonly #systems: { [id: string]: DrawnSystem } = {};
  readonly #components: { [id: string]: DrawnComponent } = {};
  readonly #connections: { [id: string]: DrawnConnection } = {};

  constructor(specOf: SpecOf, previous: Drawing) {
    this.#specOf = specOf;
    this.#previous = previous;
    this.#ids = new Ids([
      ...Object.keys(previous.systems),
      ...Object.keys(previous.components),
      ...Object.keys(previous.connections),
    ]);
  }

  drawing(): Drawing {
    return {
      texts: {},
      systems: this.#systems,
      components: this.#components,
      connections: this.#connections,
    };
  }

  /** Reads the agents; gives the component id for each `<agent>.<section>.<name>`. */
  readAll(agents: readonly AgentText[]): Map<string, string> {
    const known = Object.entries(this.#previous.systems)
      .filter(([, system]) => system.type === 'flume.agent')
      .map(([key, { name, type }]) => ({ key, kind: 'agent', name, type }));
    const pairs = pairParts(
      agents.map(({ name }) => ({ key: name, kind: 'agent', name, type: 'flume.agent' })),
      known,
    );
    const places = new Map<string, string>();
    for (const agent of agents) {
      const id = pairs.get(agent.name) ?? this.#ids.take(agent.name, 'agent');
      this.#systems[id] = {
        type: 'flume.agent',
        name: agent.name,
        config: this.#previous.systems[id]?.config ?? {},
        ...optional(
          'extra',
          extraOf(agent.rest, () => false),
        ),
      };
      this.#readAgent(agent, id, places);
    }
    return places;
  }

  #readAgent(agent: AgentText, system: string, places: Map<string, string>): void {
    const parts: Part[] = sections.flatMap((section) =>
      agent.listed[section].map((name) => ({
        key: `${section}.${name}`,
        kind: kindOfSection[section],
        name,
        type: typeOf(section, agent.properties(section, name)),
      })),
    );
    const pairs = pairParts(parts, this.#known(system, undefined));
    const idOf = new Map<string, string>();
    for (const { key, kind, name } of parts) idOf.set(key, pairs.get(key) ?? this.#ids.take(name, kind));
    for (const { key, name, type } of parts) {
      const section = key.slice(0, key.indexOf('.')) as Section;
      const id = idOf.get(key) as string;
      places.set(`${agent.name}.${key}`, id);
      const properties = agent.properties(section, name);
      const own = new Map([...properties].filter(([k]) => !isLink(section, k)));
      const source = section === 'sources' ? this.#readSource(agent, { id, system, name }) : undefined;
      for (const [k, value] of source?.left ?? []) own.set(k, value);
      this.#add(id, { type, name, system }, own);
      if (section === 'sinks') {
        const channel = idOf.get(`channels.${properties.get('channel')}`);
        if (channel !== undefined) this.#connect(channel, id, {});
      }
      for (const channel of source?.channels ?? []) {
        const config = source?.configs.get(channel) ?? {};
        this.#connect(id, idOf.get(`channels.${channel}`) as string, config);
      }
    }
  }

  /** Components of a system or of a host that were there before. */
  #known(system: string, host: string | undefined): Part[] {
    return Object.entries(this.#previous.components)
      .filter(([, c]) => c.system === system && c.host === host)
      .map(([key, { type, name }]) => ({ key, kind: type.split('.')[1] ?? '', name, type }));
  }

  /** Interceptors and selector of a source; gives its channels and the properties nothing was made of. */
  #readSource(
    agent: AgentText,
    host: { readonly id: string; readonly system: string; readonly name: string },
  ): { channels: string[]; configs: ConnectionConfigs; left: Map<string, string> } {
    const properties = agent.properties('sources', host.name);
    const left = new Map<string, string>();
    const names = interceptorsOf(properties);
    const all = under(properties, 'interceptors.');
    const type = selectorType(properties);
    const parts: Part[] = names.map((name) => ({
      key: name,
      kind: 'interceptor',
      name,
      type: typeId('interceptor', all.get(`${name}.type`)),
    }));
    const known = this.#known(host.system, host.id);
    const pairs = pairParts(parts, known);
    const orders = this.#ordersOf(names.map((name) => pairs.get(name)));
    names.forEach((name, index) => {
      const of = under(all, `${name}.`);
      for (const key of of.keys()) all.delete(`${name}.${key}`);
      const id = pairs.get(name) ?? this.#ids.take(name, 'interceptor');
      const { type: own } = parts[index] as Part;
      this.#add(id, { type: own, name, system: host.system, host: host.id, ...orders[index] }, of);
    });
    for (const [key, value] of all) left.set(`interceptors.${key}`, value);
    const channels = words(properties.get('channels')).filter((c) => agent.listed.channels.includes(c));
    const selector = under(properties, 'selector.');
    selector.delete('type');
    const read = type === 'flume.selector.multiplexing' ? readMultiplexing : readReplicating;
    const isKnown =
      type === undefined || type === 'flume.selector.multiplexing' || type === 'flume.selector.replicating';
    const { connections, rest } = isKnown
      ? read(selector, channels)
      : { connections: new Map() as ConnectionConfigs, rest: selector };
    if (type === undefined) for (const [key, value] of rest) left.set(`selector.${key}`, value);
    else {
      const before = known.find((part) => part.kind === 'selector');
      const name = before?.name ?? (type.split('.').at(-1) as string);
      const id = before?.key ?? this.#ids.take(`${host.name}-selector`, 'selector');
      const [order] = this.#ordersOf([before?.key]);
      this.#add(id, { type, name, system: host.system, host: host.id, ...order }, rest);
    }
    return { channels, configs: connections, left };
  }

  /** The orders attached components had, while the text keeps to them; else they are counted anew. */
  #ordersOf(ids: readonly (string | undefined)[]): { readonly order?: number }[] {
    const before = ids.map((id) => (id === undefined ? undefined : this.#previous.components[id]));
    const isKept = before.every((component, index) => {
      if (!component) return false;
      const last = before[index - 1];
      if (!last) return true;
      const step = (component.order ?? 0) - (last.order ?? 0);
      return step > 0 || (step === 0 && (ids[index - 1] as string) < (ids[index] as string));
    });
    return before.map((component, order) =>
      !isKept || !component ? { order } : component.order === undefined ? {} : { order: component.order },
    );
  }

  #add(id: string, part: Omit<DrawnComponent, 'config' | 'extra'>, properties: Properties): void {
    const spec = this.#specOf(part.type);
    const { config, extra } = spec
      ? codecOf(spec.id).read(spec, properties)
      : { config: {}, extra: extraOf(properties, (key) => key === 'type') };
    const before = this.#previous.components[id];
    if (spec && before?.type === part.type) keepUntold(spec, before.config, config);
    this.#components[id] = { ...part, config, ...optional('extra', extra) };
  }

  #connect(from: string, to: string, config: { [field: string]: Json }): void {
    const before = Object.entries(this.#previous.connections).find(
      ([id, c]) => c.from.component === from && c.to.component === to && !(id in this.#connections),
    );
    const id = before?.[0] ?? this.#ids.take(`${from}-${to}`, 'connection');
    this.#connections[id] = {
      from: { component: from, port: 'out' },
      to: { component: to, port: 'in' },
      config,
    };
  }
}

function isLink(section: Section, key: string): boolean {
  return section === 'sinks' ? key === 'channel' : section === 'sources' && isSourceKey(key);
}

function optional<TKey extends string, TValue extends object>(
  key: TKey,
  value: TValue,
): { [K in TKey]?: TValue } {
  return (Object.keys(value).length > 0 ? { [key]: value } : {}) as { [K in TKey]?: TValue };
}

/** Fields a text cannot say keep the values they had. */
function keepUntold(spec: ComponentSpec, before: { [f: string]: Json }, config: { [f: string]: Json }): void {
  for (const [name, field] of Object.entries(spec.config)) {
    if (field.exportKey !== undefined || spec.id === 'flume.interceptor.regex_extractor') continue;
    if (told.has(name)) continue;
    const value = before[name];
    if (value !== undefined) config[name] = value;
  }
}

/** Fields of a replay that its command tells. */
const told = new Set(['dataset', 'seed', 'rate', 'count']);
