import type { Diagnostic } from '@sluice/ir';
import { type AgentText, type Entry, type IgnoredLine, words } from './agents.ts';
import { javaTrim } from './java-text.ts';
import type { Places } from './places.ts';
import type { PropertiesText, PropertyRecord } from './properties.ts';
import { kindOfSection, type Section, sections } from './types.ts';

interface ReadText {
  readonly text: string;
  readonly lines: Places;
  readonly parsed: PropertiesText;
  readonly agents: readonly AgentText[];
  readonly ignored: readonly IgnoredLine[];
  /** Component id by `<agent>.<section>.<name>`. */
  readonly places: ReadonlyMap<string, string>;
}

/** What Flume would pass over, drop or misread without saying so clearly. */
export function problemsOf(read: ReadText): Diagnostic[] {
  const { text, lines, parsed, agents, ignored } = read;
  const problems: Diagnostic[] = ignored.map(({ record, code, message }) => ({
    code,
    severity: 'warning',
    message,
    at: { range: lines.range(record.keyStart, record.valueEnd) },
    help: 'Correct the key or remove the line.',
  }));
  if (text.startsWith('\uFEFF')) {
    problems.push({
      code: 'FLUME_TEXT_BYTE_ORDER_MARK',
      severity: 'warning',
      message: 'The text begins with a byte order mark, which Flume takes for a part of the first key.',
      at: { range: lines.range(0, 1) },
      help: 'Save the file as UTF-8 without a byte order mark.',
    });
  }
  for (const record of parsed.records) {
    if (record.kind === 'property') problems.push(...problemsOfRecord(read, record as PropertyRecord));
  }
  for (const agent of agents) problems.push(...problemsOfAgent(read, agent));
  return problems;
}

function problemsOfRecord({ text, lines }: ReadText, record: PropertyRecord): Diagnostic[] {
  const problems: Diagnostic[] = [];
  const raw = text.slice(record.keyStart, record.valueEnd);
  const at = { range: lines.range(record.keyStart, record.valueEnd) };
  if (/[^\0-\x7f\uFEFF]/.test(raw)) {
    problems.push({
      code: 'FLUME_TEXT_NOT_ASCII',
      severity: 'warning',
      message: `Flume reads the file as ISO-8859-1 and would garble the letters of ${javaTrim(record.key)}.`,
      at,
      help: 'Write letters beyond ASCII as \\uXXXX.',
    });
  }
  if (/(^|\s)#/.test(javaTrim(record.value))) {
    problems.push({
      code: 'FLUME_TEXT_INLINE_COMMENT',
      severity: 'warning',
      message: `The value of ${javaTrim(record.key)} includes what follows the #: there are no comments at the end of a line.`,
      at,
      help: 'Put the comment on a line of its own.',
    });
  }
  return problems;
}

function problemsOfAgent({ lines, places }: ReadText, agent: AgentText): Diagnostic[] {
  const problems: Diagnostic[] = [];
  const at = (entry: Entry | undefined, component?: string): Diagnostic['at'] => {
    const record = entry?.records.at(-1);
    return {
      ...(component === undefined ? {} : { component }),
      ...(record ? { range: lines.range(record.keyStart, record.valueEnd) } : {}),
    };
  };
  for (const [key, entry] of agent.entries) {
    if (entry.records.length < 2) continue;
    problems.push({
      code: 'FLUME_TEXT_KEY_REPEATED',
      severity: 'info',
      message: `${agent.name}.${key} is set ${entry.records.length} times; the last one counts.`,
      at: at(entry),
    });
  }
  for (const section of sections) {
    for (const name of agent.listed[section]) {
      const component = places.get(`${agent.name}.${section}.${name}`);
      const properties = agent.properties(section, name);
      if (properties.get('type') === undefined) {
        problems.push({
          code: 'FLUME_TEXT_TYPE_MISSING',
          severity: 'warning',
          message: `Flume drops ${name}: it has no type.`,
          at: at(agent.entries.get(section), component),
          help: `Add ${agent.name}.${section}.${name}.type.`,
        });
      }
      problems.push(...problemsOfChannels(agent, { section, name }, at));
    }
  }
  for (const key of unlisted(agent)) {
    const [section, name] = key.split('.') as [Section, string];
    problems.push({
      code: 'FLUME_TEXT_COMPONENT_NOT_LISTED',
      severity: 'warning',
      message: `Flume drops the ${kindOfSection[section]} ${name}: ${agent.name}.${section} does not name it.`,
      at: at([...agent.entries].find(([k]) => k.startsWith(`${key}.`))?.[1]),
      help: `Add ${name} to ${agent.name}.${section}.`,
    });
  }
  return problems;
}

function problemsOfChannels(
  agent: AgentText,
  { section, name }: { readonly section: Section; readonly name: string },
  at: (entry: Entry | undefined) => Diagnostic['at'],
): Diagnostic[] {
  if (section === 'channels') return [];
  const key = section === 'sources' ? 'channels' : 'channel';
  const value = agent.properties(section, name).get(key);
  if (value === undefined) return [];
  const names = section === 'sources' ? words(value) : [value];
  return names
    .filter((channel) => !agent.listed.channels.includes(channel))
    .map((channel) => ({
      code: 'FLUME_TEXT_CHANNEL_UNKNOWN',
      severity: 'warning',
      message: `${name} names a channel "${channel}" that ${agent.name}.channels does not list.`,
      at: at(agent.entries.get(`${section}.${name}.${key}`)),
      help: 'Correct the name or list the channel.',
    }));
}

/** `<section>.<name>` of components that have properties but are in no list. */
function unlisted(agent: AgentText): string[] {
  const found = new Set<string>();
  for (const key of agent.rest.keys()) {
    const [section, name, param] = key.split('.');
    if (param === undefined || !(sections as readonly string[]).includes(section as string)) continue;
    found.add(`${section}.${name}`);
  }
  return [...found];
}
