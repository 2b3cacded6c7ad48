import { attachments, type Drawing, type DrawnComponent, type DrawnSystem } from '@sluice/component';
import { type AgentText, type Entry, type Properties, readAgents } from './agents.ts';
import { type CurrentText, type DesiredGroup, desiredOf, sectionOf } from './desired.ts';
import { type Part, pairParts } from './pair.ts';
import { depthOf, PrefixMap, prefixesOf } from './prefixes.ts';
import { printAgent } from './print.ts';
import { type PropertyRecord, parseProperties, writeKey, writeValue } from './properties.ts';
import { interceptorsOf, type SpecOf, typeOf } from './read.ts';
import { splitBySystem } from './split-by-system.ts';
import { kindOfSection, type Section, sections, typeId } from './types.ts';

/** A replacement of a part of the text. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Writes the systems that belong to text `id` into it, touching only the lines of what differs. */
export function putText(drawing: Drawing, id: string, specOf: SpecOf): string {
  const text = drawing.texts[id]?.content ?? '';
  const parsed = parseProperties(text);
  // What Java cannot read is not understood here either: it must not be made worse.
  if (parsed.faults.length > 0) return text;
  const agents = readAgents(parsed).agents.filter((agent) => !agent.name.startsWith('\uFEFF'));
  const systems = Object.entries(drawing.systems).filter(
    ([, system]) => system.text === id && system.type === 'flume.agent',
  );
  const pairs = pairParts(
    systems.map(([key, { name, type }]) => ({ key, kind: 'agent', name, type })),
    agents.map(({ name }) => ({ key: name, kind: 'agent', name, type: 'flume.agent' })),
  );
  const edits: Edit[] = [];
  const paired = new Set(pairs.values());
  for (const agent of agents) {
    if (!paired.has(agent.name)) edits.push(...removal([...agent.entries.values()]));
  }
  const added: string[] = [];
  const byName = new Map(agents.map((agent) => [agent.name, agent]));
  const partOf = splitBySystem(drawing);
  for (const [key, system] of systems) {
    const agent = byName.get(pairs.get(key) ?? '');
    const own = partOf(key);
    if (agent) edits.push(...new AgentEditor(text, agent, { drawing: own, key, system, specOf }).edits());
    else added.push(printAgent(own, key, specOf));
  }
  const edited = apply(text, edits);
  return added.reduce((whole, block) => appended(whole, block, lineEndOf(text)), edited);
}

/** The line end a text uses. */
export function lineEndOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

function appended(text: string, block: string, lineEnd: string): string {
  const written = block.replaceAll('\n', lineEnd);
  if (text.trim() === '') return text + written;
  return `${ended(text, lineEnd)}${lineEnd}${written}`;
}

/** The text with its last line ended, so that what follows is a line of its own. */
function ended(text: string, lineEnd: string): string {
  if (text === '' || text.endsWith('\n') || text.endsWith('\r')) return text;
  return text + closing(text, lineEnd);
}

/** What ends a last line that has no line end; after a stray backslash an empty line has to. */
function closing(text: string, lineEnd: string): string {
  const backslashes = /\\*$/.exec(text)?.[0].length ?? 0;
  return backslashes % 2 === 1 ? lineEnd + lineEnd : lineEnd;
}

function removal(entries: readonly Entry[]): Edit[] {
  return entries.flatMap((entry) => entry.records.map((r) => ({ start: r.start, end: r.end, text: '' })));
}

function apply(text: string, edits: readonly Edit[]): string {
  const sorted = edits
    .map((edit, index) => ({ ...edit, index }))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.index - b.index);
  let result = '';
  let at = 0;
  for (const edit of sorted) {
    result += text.slice(at, Math.max(at, edit.start)) + edit.text;
    at = Math.max(at, edit.end);
  }
  return result + text.slice(at);
}

/** Where new lines go. */
interface LastRecords {
  readonly byPrefix: ReadonlyMap<string, PropertyRecord>;
  readonly ofLists: PropertyRecord | undefined;
  readonly ofAll: PropertyRecord | undefined;
}

interface Drawn {
  readonly drawing: Drawing;
  readonly key: string;
  readonly system: DrawnSystem;
  readonly specOf: SpecOf;
}

/** Finds the edits that make one agent of a text say what the drawing says. */
class AgentEditor {
  readonly #text: string;
  readonly #agent: AgentText;
  readonly #drawn: Drawn;
  /** New prefixes by old ones: `sources.r1.` to `sources.web.`. */
  readonly #renames = new PrefixMap<string>();
  /** New names by old ones where they differ, per section. */
  readonly #names = new Map<Section, Map<string, string>>(
    sections.map((s) => [s, new Map<string, string>()]),
  );

  readonly #attached: (host: string) => readonly string[];
  #lasts: LastRecords | undefined;
  /** Dots in the prefix of a component's keys. */
  readonly #depth: number;

  constructor(text: string, agent: AgentText, drawn: Drawn) {
    this.#attached = attachments(drawn.drawing);
    this.#depth = depthOf(Object.values(drawn.drawing.components).map(({ name }) => `section.${name}.`));
    this.#text = text;
    this.#agent = agent;
    this.#drawn = drawn;
    this.#findRenames();
  }

  edits(): Edit[] {
    const { drawing, key, specOf, system } = this.#drawn;
    const entries = new Map<string, Entry>();
    for (const [name, entry] of this.#agent.entries) entries.set(this.#renamed(name), entry);
    const groups = desiredOf(drawing, key, { specOf, current: this.#current(entries) });
    const desired = new Map(groups.flatMap((group) => [...group.properties]));
    const edits: Edit[] = [];
    for (const [name, entry] of this.#agent.entries) {
      const now = this.#renamed(name);
      const value = desired.get(now);
      if (value === undefined) {
        if (entry.value !== '') edits.push(...removal([entry]));
        continue;
      }
      const isRenamed = now !== name || system.name !== this.#agent.name;
      if (isRenamed) edits.push(...entry.records.map((r) => keyEdit(r, `${system.name}.${now}`)));
      if (value !== entry.value) edits.push(this.#valueEdit(entry.records.at(-1) as PropertyRecord, value));
    }
    for (const group of groups) edits.push(...this.#insertions(group, entries));
    return edits;
  }

  #findRenames(): void {
    const { drawing, key } = this.#drawn;
    const drawn: Part[] = Object.entries(drawing.components)
      .filter(([, c]) => c.system === key && sectionOf(c) !== undefined)
      .map(([id, { name, type }]) => ({ key: id, kind: type.split('.')[1] ?? '', name, type }));
    const written: Part[] = sections.flatMap((section) =>
      this.#agent.listed[section].map((name) => ({
        key: `${section}.${name}`,
        kind: kindOfSection[section],
        name,
        type: typeOf(section, this.#agent.properties(section, name)),
      })),
    );
    for (const [id, place] of pairParts(drawn, written)) {
      const component = drawing.components[id];
      if (!component) continue;
      const [section, name] = [
        place.slice(0, place.indexOf('.')) as Section,
        place.slice(place.indexOf('.') + 1),
      ];
      if (name !== component.name) this.#names.get(section)?.set(name, component.name);
      if (section === 'sources') this.#findInterceptorRenames(id, name);
      if (name !== component.name) this.#renames.set(`${place}.`, `${section}.${component.name}.`);
    }
  }

  #findInterceptorRenames(host: string, source: string): void {
    const properties = this.#agent.properties('sources', source);
    const { components } = this.#drawn.drawing;
    const drawn: Part[] = this.#attached(host).flatMap((id) => {
      const { name, type } = components[id] as DrawnComponent;
      return type.startsWith('flume.interceptor.') ? [{ key: id, kind: 'interceptor', name, type }] : [];
    });
    const written: Part[] = interceptorsOf(properties).map((name) => ({
      key: name,
      kind: 'interceptor',
      name,
      type: typeId('interceptor', properties.get(`interceptors.${name}.type`)),
    }));
    const to = this.#drawn.drawing.components[host]?.name ?? source;
    for (const [id, name] of pairParts(drawn, written)) {
      const now = this.#drawn.drawing.components[id]?.name;
      if (now === undefined || now === name) continue;
      const prefix = `sources.${source}.interceptors.`;
      this.#renames.set(`${prefix}${name}.`, `sources.${to}.interceptors.${now}.`);
    }
  }

  /** A key of the text under the names of the drawing. */
  #renamed(key: string): string {
    const found = this.#renames.longest(key);
    return found ? found.value + key.slice(found.prefix.length) : key;
  }

  /** What the text says, as if the renames had been made in it. */
  #current(entries: ReadonlyMap<string, Entry>): CurrentText {
    const values = new Map<string, string>();
    const byPrefix = new Map<string, Map<string, string>>();
    for (const [key, { value }] of entries) {
      if (value === '') continue;
      const now = this.#renamedValue(key, value);
      values.set(key, now);
      for (const prefix of prefixesOf(key, this.#depth)) {
        const own = byPrefix.get(prefix);
        if (own) own.set(key.slice(prefix.length), now);
        else byPrefix.set(prefix, new Map([[key.slice(prefix.length), now]]));
      }
    }
    return {
      value: (key) => values.get(key),
      properties: (section, name) => byPrefix.get(`${section}.${name}.`) ?? new Map(),
    };
  }

  #renamedValue(key: string, value: string): string {
    const section = namedIn(key);
    const names = section && this.#names.get(section);
    if (!names || names.size === 0) return value;
    return value.replace(/\S+/g, (word) => names.get(word) ?? word);
  }

  #valueEdit(record: PropertyRecord, value: string): Edit {
    const separator = this.#text.slice(record.keyEnd, record.valueStart);
    const { valueStart: start, valueEnd: end } = record;
    // `key` alone has no separator to write a value after.
    const glue = separator === '' ? ' = ' : '';
    return { start, end, text: glue + writeValue(value, separator + glue) };
  }

  /** New properties go after the last line of their component, else of their section, else of the agent. */
  #insertions(group: DesiredGroup, entries: ReadonlyMap<string, Entry>): Edit[] {
    const added: Properties = new Map([...group.properties].filter(([key]) => !entries.has(key)));
    if (added.size === 0) return [];
    const anchor = this.#anchor(group, entries);
    const model = anchor.record;
    const lineEnd = lineEndOf(this.#text);
    const indent = this.#text.slice(lineStart(this.#text, model.keyStart), model.keyStart);
    const separator = this.#text.slice(model.keyEnd, model.valueStart);
    const glue = /\S/.test(separator) && !/[\r\n\\]/.test(separator) ? separator : ' = ';
    const margin = /^[ \t]*$/.test(indent) ? indent : '';
    const lines = [...added].map(
      ([key, value]) =>
        `${margin}${writeKey(`${this.#drawn.system.name}.${key}`)}${glue}${writeValue(value, glue)}${lineEnd}`,
    );
    const isEnded = /[\r\n]$/.test(this.#text.slice(0, model.end));
    const before = isEnded ? '' : closing(this.#text.slice(0, model.end), lineEnd);
    const gap = anchor.isNewBlock ? lineEnd : '';
    return [{ start: model.end, end: model.end, text: before + gap + lines.join('') }];
  }

  #anchor(
    group: DesiredGroup,
    entries: ReadonlyMap<string, Entry>,
  ): { readonly record: PropertyRecord; readonly isNewBlock: boolean } {
    const ends = this.#lastRecords(entries);
    const component =
      group.component === undefined ? undefined : this.#drawn.drawing.components[group.component];
    const section = component && sectionOf(component);
    if (component && section) {
      const own = ends.byPrefix.get(`${section}.${component.name}.`);
      if (own) return { record: own, isNewBlock: false };
      const sibling = ends.byPrefix.get(`${section}.`);
      if (sibling) return { record: sibling, isNewBlock: this.#isSpaced() };
    } else {
      const list = ends.ofLists;
      if (
        list &&
        [...group.properties.keys()].every((key) => (sections as readonly string[]).includes(key))
      ) {
        return { record: list, isNewBlock: false };
      }
    }
    return { record: ends.ofAll as PropertyRecord, isNewBlock: component !== undefined };
  }

  /** The last record below each prefix, of the lists and of all; found once, when something is inserted. */
  #lastRecords(entries: ReadonlyMap<string, Entry>): LastRecords {
    if (this.#lasts) return this.#lasts;
    const byPrefix = new Map<string, PropertyRecord>();
    let ofLists: PropertyRecord | undefined;
    let ofAll: PropertyRecord | undefined;
    const later = (found: PropertyRecord | undefined, record: PropertyRecord): PropertyRecord =>
      !found || record.end > found.end ? record : found;
    for (const [key, { records }] of entries) {
      const record = records.at(-1) as PropertyRecord;
      ofAll = later(ofAll, record);
      if ((sections as readonly string[]).includes(key)) ofLists = later(ofLists, record);
      for (const prefix of prefixesOf(key, this.#depth))
        byPrefix.set(prefix, later(byPrefix.get(prefix), record));
    }
    this.#lasts = { byPrefix, ofLists, ofAll };
    return this.#lasts;
  }

  /** Says whether the text sets components apart with blank lines. */
  #isSpaced(): boolean {
    return /(\n[ \t]*\r?\n)|(\r[ \t]*\r)/.test(this.#text);
  }
}

/** The section whose names a property's value holds. */
function namedIn(key: string): Section | undefined {
  if (key === 'sources' || key === 'channels' || key === 'sinks') return key;
  const parts = key.split('.');
  const param = parts.slice(2).join('.');
  if (parts[0] === 'sinks' && param === 'channel') return 'channels';
  if (parts[0] !== 'sources') return undefined;
  return param === 'channels' || /^selector\.(default|optional|mapping\.|optional\.)/.test(param)
    ? 'channels'
    : undefined;
}

function keyEdit(record: PropertyRecord, key: string): Edit {
  return { start: record.keyStart, end: record.keyEnd, text: writeKey(key) };
}

function lineStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  return start;
}
