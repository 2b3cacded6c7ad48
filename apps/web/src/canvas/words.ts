import { type Catalog, type ComponentSpec, type EngineDefinition, kindOf } from '@sluice/component';
import type { Flow, FlowComponent, FlowConnection } from '@sluice/flow';
import type { Json } from '@sluice/ir';
import { membersOf } from './placement.ts';

type EngineId = EngineDefinition['id'];

/** The line under a component's name: its type and the one setting that tells it from others. */
export function typeLine(spec: ComponentSpec | undefined, component: FlowComponent): string {
  if (!spec) return component.type === '' ? 'unknown type' : component.type;
  const type = spec.exportType !== undefined && spec.exportType.length <= 24 ? spec.exportType : spec.title;
  const telling = tellingSetting(spec, component);
  if (telling === undefined) return type;
  // The data set says the first half of "Data-set replay" already, and a node is narrow.
  return `${type.replace('Data-set replay', 'replay')} · ${telling}`;
}

function tellingSetting(spec: ComponentSpec, component: FlowComponent): string | undefined {
  for (const [name, field] of Object.entries(spec.config)) {
    const value = component.config[name] ?? field.default;
    if (field.type === 'integer' && name === 'port' && value !== undefined) return `port ${value}`;
    if (field.type === 'dataset' && typeof value === 'string') return value;
    if (field.type === 'choice' && field.isRequired !== true && component.config[name] !== undefined) {
      return field.choiceLabels?.[String(value)] ?? String(value);
    }
  }
  return undefined;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function numberOf(value: Json | undefined, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

/** The facts in the header of a system, in the words of its engine. */
export const systemFacts = {
  flume: (flow: Flow, id: string) => {
    const kinds = membersOf(flow, id).map((c) => kindOf(flow.components[c]?.type ?? ''));
    return ['source', 'channel', 'sink']
      .map((kind) => plural(kinds.filter((k) => k === kind).length, kind))
      .filter((fact) => !fact.startsWith('0'));
  },
  storm: (flow: Flow, id: string) => {
    const config = flow.systems[id]?.config ?? {};
    let executors = 0;
    let tasks = 0;
    for (const c of membersOf(flow, id)) {
      const own = flow.components[c]?.config ?? {};
      const threads = numberOf(own.parallelism, 1);
      executors += threads;
      tasks += numberOf(own.tasks, threads);
    }
    const pending = config.maxSpoutPending;
    return [
      plural(numberOf(config.workers, 1), 'worker'),
      plural(executors, 'executor'),
      plural(tasks, 'task'),
      ...(typeof pending === 'number' ? [`max spout pending ${pending}`] : []),
    ];
  },
  spark: (flow: Flow, id: string) => {
    const receivers = membersOf(flow, id).filter(
      (c) => kindOf(flow.components[c]?.type ?? '') === 'input',
    ).length;
    const master = flow.systems[id]?.config.master;
    return [typeof master === 'string' ? master : 'local[2]', plural(receivers, 'receiver')];
  },
} satisfies Record<EngineId, (flow: Flow, id: string) => readonly string[]>;

/** The setting of a system that stands as a control in its header. */
export const headerSettings: {
  readonly [K in EngineId]?: { readonly field: string; readonly label: string };
} = {
  spark: { field: 'batchIntervalMs', label: 'batch' },
};

/** What stands above an edge in the hue of its engine: a grouping, a mapping, the type of the stream. */
export function edgeWords(
  catalog: Catalog,
  flow: Flow,
  connection: FlowConnection,
  streamType: string | undefined,
): string | undefined {
  const from = flow.components[connection.from.component];
  const engine = from && catalog.engineOf(from.type);
  if (!from || !engine) return undefined;
  const { config } = connection;
  if ('grouping' in engine.connectionFields) {
    const choice = engine.connectionFields.grouping;
    const grouping = String(config.grouping ?? choice?.default ?? 'shuffle').replaceAll('_', ' ');
    const fields = Array.isArray(config.fields) ? config.fields.join(', ') : '';
    const stream = config.stream ? `${String(config.stream)}: ` : '';
    return `${stream}${grouping}${fields === '' ? '' : ` ${fields}`}`;
  }
  if ('when' in engine.connectionFields) {
    const when = Array.isArray(config.when) ? config.when.map(String) : [];
    const words = [
      ...(when.length > 3 ? [...when.slice(0, 3), `+${when.length - 3}`] : when),
      ...(config.isDefault === true ? ['default'] : []),
      ...(config.isOptional === true ? ['optional'] : []),
    ];
    if (words.length > 0) return words.join(', ');
  }
  return streamType;
}
