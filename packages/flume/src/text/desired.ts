import {
  attachments,
  type ComponentSpec,
  type Drawing,
  type DrawnComponent,
  type DrawnConnection,
} from '@sluice/component';
import { type Properties, under, underEach, words } from './agents.ts';
import { codecOf } from './codecs.ts';
import { addExtra } from './fields.ts';
import { type SpecOf, selectorType, typeOf } from './read.ts';
import { mergeNames, type SelectedChannel, writeMultiplexing, writeReplicating } from './selector-text.ts';
import { kindOfSection, type Section, sections, typeId, typeName } from './types.ts';

/** Properties that stand together in a text: the lists, one component, or what is kept for the agent. */
export interface DesiredGroup {
  /** Component id, or undefined for the lists and the rest. */
  readonly component: string | undefined;
  /** By key without the agent's name. */
  readonly properties: Properties;
}

/** What a text says now, under the names the drawing uses. */
export interface CurrentText {
  /** Value of a list or another property of the agent. */
  value(key: string): string | undefined;
  properties(section: Section, name: string): Properties;
}

/** A text that says nothing yet. */
export const nothing: CurrentText = { value: () => undefined, properties: () => new Map() };

/** All properties the agent `system` should have, in the order of a new text. */
export function desiredOf(
  drawing: Drawing,
  system: string,
  options: {
    readonly specOf: SpecOf;
    readonly current: CurrentText;
  },
): DesiredGroup[] {
  const writer = new Writer(drawing, system, options);
  return writer.groups();
}

/** The section a component is listed in; undefined for attached components. */
export function sectionOf(component: DrawnComponent): Section | undefined {
  if (component.host !== undefined) return undefined;
  const kind = component.type.split('.')[1];
  return sections.find((section) => kindOfSection[section] === kind);
}

class Writer {
  readonly #drawing: Drawing;
  readonly #system: string;
  readonly #specOf: SpecOf;
  readonly #current: CurrentText;
  readonly #attached: (host: string) => readonly string[];
  /** Connections by the component at an end, in the order of their ids. */
  readonly #from: ReadonlyMap<string, readonly DrawnConnection[]>;
  readonly #to: ReadonlyMap<string, readonly DrawnConnection[]>;
  /** Names of channels that were listed or are drawn. */
  readonly #channels: ReadonlySet<string>;

  constructor(
    drawing: Drawing,
    system: string,
    { specOf, current }: { readonly specOf: SpecOf; readonly current: CurrentText },
  ) {
    this.#drawing = drawing;
    this.#system = system;
    this.#specOf = specOf;
    this.#current = current;
    this.#attached = attachments(drawing);
    this.#from = byEnd(drawing, 'from');
    this.#to = byEnd(drawing, 'to');
    const drawn = Object.values(drawing.components).filter(
      (c) => c.system === system && sectionOf(c) === 'channels',
    );
    this.#channels = new Set([...words(current.value('channels')), ...drawn.map((c) => c.name)]);
  }

  groups(): DesiredGroup[] {
    const bySection = new Map<Section, [string, DrawnComponent][]>(sections.map((s) => [s, []]));
    for (const entry of Object.entries(this.#drawing.components)) {
      const section = entry[1].system === this.#system ? sectionOf(entry[1]) : undefined;
      if (section !== undefined) bySection.get(section)?.push(entry);
    }
    const lists = new Map<string, string>();
    const groups: DesiredGroup[] = [];
    for (const [section, entries] of bySection) {
      entries.sort(([a], [b]) => (a < b ? -1 : 1));
      const names = [...new Set(entries.map(([, c]) => c.name))];
      if (names.length > 0) lists.set(section, mergeNames(names, this.#current.value(section), words));
      for (const [id, component] of entries) {
        groups.push({ component: id, properties: this.#component(id, section, component) });
      }
    }
    const rest = new Map<string, string>();
    addExtra(rest, this.#drawing.systems[this.#system]?.extra ?? {});
    return [
      { component: undefined, properties: lists },
      ...groups,
      { component: undefined, properties: rest },
    ];
  }

  #component(id: string, section: Section, component: DrawnComponent): Properties {
    const current = this.#current.properties(section, component.name);
    const own = this.#own(component, kindOfSection[section], { current, type: typeOf(section, current) });
    if (section === 'sources') this.#source(id, own, current);
    if (section === 'sinks') {
      const [channel] = this.#ends(id, 'to');
      const text = current.get('channel');
      if (channel !== undefined) own.set('channel', channel.channel);
      else if (text !== undefined && !this.#isChannel(text)) own.set('channel', text);
    }
    return prefixed(own, `${section}.${component.name}.`);
  }

  /** Type, fields and kept properties of a component. */
  #own(
    component: DrawnComponent,
    kind: string,
    { current, type }: { readonly current: Properties; readonly type: string },
  ): Map<string, string> {
    const own = new Map<string, string>();
    const spec = this.#specOf(component.type);
    const text = current.get('type');
    const isSameType = text !== undefined && type === component.type;
    const written = isSameType ? text : exportName(spec, kind, component.type);
    if (written !== undefined) own.set('type', written);
    const { config, extra = {} } = component;
    // Another type: what its predecessor's properties were says nothing about its own.
    const properties = isSameType ? current : new Map<string, string>();
    if (spec) for (const [k, v] of codecOf(spec.id).write(spec, { config, extra }, properties)) own.set(k, v);
    else addExtra(own, extra);
    return own;
  }

  #source(id: string, own: Map<string, string>, current: Properties): void {
    const channels = this.#ends(id, 'from');
    const names = channels.map((c) => c.channel);
    const text = current.get('channels');
    const unknown = words(text).filter((name) => !this.#isChannel(name));
    const all = [...new Set([...names, ...unknown])];
    if (all.length > 0) own.set('channels', mergeNames(all, text, words));
    const attached = this.#attached(id).map(
      (key) => [key, this.#drawing.components[key] as DrawnComponent] as const,
    );
    const selector = attached.find(([, c]) => c.type.startsWith('flume.selector.'))?.[1];
    const settings = this.#selector(selector, channels, current);
    for (const [key, value] of settings) own.set(`selector.${key}`, value);
    const interceptors = attached.filter(([, c]) => c.type.startsWith('flume.interceptor.'));
    if (interceptors.length === 0) return;
    // The order of interceptors matters, so an equal set in another order is rewritten.
    const interceptorNames = interceptors.map(([, c]) => c.name);
    const order = interceptorNames.join(' ');
    const now = current.get('interceptors');
    own.set('interceptors', now !== undefined && words(now).join(' ') === order ? now : order);
    const currentOf = underEach(current, 'interceptors.', interceptorNames);
    for (const [, component] of interceptors) {
      const of = currentOf(component.name);
      const type = typeId('interceptor', of.get('type'));
      const properties = this.#own(component, 'interceptor', { current: of, type });
      for (const [key, value] of properties) own.set(`interceptors.${component.name}.${key}`, value);
    }
  }

  #selector(
    selector: DrawnComponent | undefined,
    channels: readonly SelectedChannel[],
    current: Properties,
  ): Map<string, string> {
    const now = under(current, 'selector.');
    const type = selectorType(current);
    if (!selector) return new Map(writeReplicating(channels, type === undefined ? now : new Map()));
    const properties = this.#own(selector, 'selector', { current: now, type: type ?? '' });
    const isSameType = type === selector.type;
    const write =
      selector.type === 'flume.selector.multiplexing'
        ? writeMultiplexing
        : selector.type === 'flume.selector.replicating'
          ? writeReplicating
          : undefined;
    const mapped = write?.(channels, isSameType ? now : new Map()) ?? new Map<string, string>();
    for (const [key, value] of mapped) properties.set(key, value);
    return properties;
  }

  /** The channels at the other ends of a component's connections, in the order of their ids. */
  #ends(id: string, side: 'from' | 'to'): SelectedChannel[] {
    const other = side === 'from' ? 'to' : 'from';
    return ((side === 'from' ? this.#from : this.#to).get(id) ?? []).flatMap((c) => {
      const channel = this.#drawing.components[c[other].component];
      const isInside = channel?.system === this.#system && channel.type.startsWith('flume.channel.');
      return channel && isInside ? [{ channel: channel.name, config: c.config }] : [];
    });
  }

  /** Says whether a channel of this name was listed or is drawn. */
  #isChannel(name: string): boolean {
    return this.#channels.has(name);
  }
}

function byEnd(drawing: Drawing, end: 'from' | 'to'): ReadonlyMap<string, readonly DrawnConnection[]> {
  const found = new Map<string, DrawnConnection[]>();
  for (const [, connection] of Object.entries(drawing.connections).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const own = found.get(connection[end].component);
    if (own) own.push(connection);
    else found.set(connection[end].component, [connection]);
  }
  return found;
}

/** What a text calls a type of the catalog. */
function exportName(spec: ComponentSpec | undefined, kind: string, type: string): string | undefined {
  if (type === 'flume.source.replay') return 'exec';
  return spec?.exportType ?? typeName(kind, type);
}

function prefixed(properties: Properties, prefix: string): Properties {
  return new Map([...properties].map(([key, value]) => [prefix + key, value]));
}
