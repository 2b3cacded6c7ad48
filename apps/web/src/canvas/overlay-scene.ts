import type { Catalog } from '@sluice/component';
import type { Flow } from '@sluice/flow';
import type { RunSchema } from '@sluice/protocol';
import type { TickRing } from '../store/tick-ring.ts';
import { formatCount, formatGauge, formatPercent, formatRate } from './format.ts';
import type { NodeShape } from './geometry.ts';
import { engineIdOf } from './looks.ts';
import { placementOf } from './placement.ts';
import { forkBend, type Way } from './route.ts';
import { edgeWords } from './words.ts';

/** The samples as the overlay reads them. */
export type Samples = Pick<TickRing, 'index' | 'last' | 'rateAt' | 'schema'>;

interface Reading {
  readonly label: string;
  readonly index: number;
  readonly kind: 'counter' | 'gauge';
  readonly unit: string;
  text: string;
  isHot: boolean;
}

/** What the overlay draws on one node. Indexes are places in a sample, -1 where nothing is measured. */
export interface NodeItem {
  readonly id: string;
  readonly shape: NodeShape;
  readonly readings: readonly Reading[];
  readonly busyIndex: number;
  readonly fillIndex: number;
  readonly capacityIndex: number;
  readonly ackedIndex: number;
  readonly failedIndex: number;
  readonly blockedIndex: number;
  readonly transactionCapacity: number | undefined;
  readonly capacitySetting: number;
  busy: number;
  fill: number;
  capacity: number;
  count: string;
  note: string;
  acked: string;
  failed: string;
  isFailing: boolean;
}

export interface EdgeItem {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly fromPort: string;
  readonly toPort: string;
  readonly way: Way;
  readonly engine: string;
  readonly eventsIndex: number;
  readonly queuedIndex: number;
  readonly queueSize: number;
  rate: number;
  label: string;
  queued: number;
  /** The diamond of a selector stands on its first part. */
  readonly isForked: boolean;
  /** Words stand on the line where it turns down. */
  readonly hasWords: boolean;
  /** How far transaction marks have moved, pixels. */
  offset: number;
}

export interface Scene {
  readonly nodes: readonly NodeItem[];
  readonly edges: readonly EdgeItem[];
}

/** Resolves every number on the canvas to its place in a sample, once per flow and schema. */
export function buildScene(
  flow: Flow,
  catalog: Catalog,
  options: { readonly samples: Samples; readonly ways: ReadonlyMap<string, Way> },
): Scene {
  const { samples, ways } = options;
  const kinds = new Map(samples.schema?.series.map((s) => [`${s.scope}/${s.ref}/${s.name}`, s]));
  const { shapes } = placementOf(flow, catalog);
  const nodes: NodeItem[] = [];
  for (const [id, shape] of shapes) {
    const component = flow.components[id];
    const spec = component && catalog.component(component.type);
    if (!component || !spec) continue;
    const at = (name: string): number => samples.index('component', id, name);
    const readings = (spec.nodeMetrics ?? []).flatMap(({ series, label }): Reading[] => {
      const found = kinds.get(`component/${id}/${series}`);
      const isInAcks = shape.hasAcks && (series === 'acked' || series === 'failed');
      if (!found || isInAcks) return [];
      return [{ label, index: at(series), kind: found.kind, unit: found.unit, text: '', isHot: false }];
    });
    const busyIndex = at('busy');
    const { transactionCapacity, capacity } = { ...defaultsOf(spec.config), ...component.config };
    nodes.push({
      id,
      shape,
      readings: readings.slice(0, 3),
      // On a bolt `capacity` is a share of time; on a buffer it is a number of records.
      busyIndex: busyIndex >= 0 ? busyIndex : at('fill') >= 0 ? -1 : at('capacity'),
      fillIndex: shape.hasTank ? at('fill') : -1,
      capacityIndex: shape.hasTank ? at('capacity') : -1,
      ackedIndex: at('acked'),
      failedIndex: at('failed'),
      blockedIndex: at('blocked'),
      transactionCapacity: typeof transactionCapacity === 'number' ? transactionCapacity : undefined,
      capacitySetting: typeof capacity === 'number' ? capacity : 0,
      busy: 0,
      fill: 0,
      capacity: 0,
      count: '',
      note: '',
      acked: '',
      failed: '',
      isFailing: false,
    });
  }
  const edges = Object.entries(flow.connections).map(([id, connection]): EdgeItem => {
    const { from, to } = connection;
    const type = flow.components[from.component]?.type ?? '';
    const receive = flow.systems[flow.components[to.component]?.system ?? '']?.config.receiveBufferSize;
    return {
      id,
      from: from.component,
      to: to.component,
      fromPort: from.port,
      toPort: to.port,
      way: ways.get(id) ?? {},
      engine: engineIdOf(type),
      eventsIndex: samples.index('connection', id, 'events'),
      queuedIndex: samples.index('connection', id, 'queued'),
      queueSize: typeof receive === 'number' ? receive : 32_768,
      isForked: ways.get(id)?.bend === forkBend,
      hasWords: edgeWords(catalog, flow, connection, undefined) !== undefined,
      rate: 0,
      label: '',
      queued: 0,
      offset: 0,
    };
  });
  return { nodes, edges };
}

function defaultsOf(fields: { readonly [name: string]: { readonly default?: unknown } }): {
  readonly [name: string]: unknown;
} {
  return { transactionCapacity: fields.transactionCapacity?.default, capacity: fields.capacity?.default };
}

const spacing = 18;
/** Marks that pass a point in a second, at most. */
const fastest = 3;

/**
 * Reads the newest sample into the scene: all texts are made here, ten times a second, not per frame. Counters are
 * rates while the run goes on, and what was counted in all once it is over.
 */
export function readSample(
  scene: Scene,
  samples: Samples,
  options: { readonly isStill: boolean; readonly isOver: boolean; readonly elapsedMs: number },
): void {
  const values = samples.last?.values;
  if (!values) return;
  const gauge = (index: number): number => (index < 0 ? 0 : (values[index] ?? 0));
  const flowed = (index: number): string =>
    options.isOver ? formatCount(gauge(index)) : `${formatRate(samples.rateAt(index))}/s`;
  for (const node of scene.nodes) {
    for (const reading of node.readings) {
      const { index, kind, unit, label } = reading;
      const isShare = label === 'busy' || unit === 'ratio';
      if (kind === 'counter') reading.text = flowed(index);
      else if (isShare) reading.text = formatPercent(gauge(index));
      else reading.text = formatGauge(gauge(index), unit);
      reading.isHot = label === 'busy' && gauge(index) > 0.95;
    }
    node.busy = Math.min(1, gauge(node.busyIndex));
    if (node.fillIndex >= 0) {
      node.fill = gauge(node.fillIndex);
      node.capacity = gauge(node.capacityIndex) || node.capacitySetting;
      node.count = formatCount(node.fill);
      node.note = node.capacity > 0 ? `${formatPercent(node.fill / node.capacity)} full` : '';
    }
    if (node.shape.hasAcks) {
      const { ackedIndex, failedIndex } = node;
      node.acked = ackedIndex < 0 ? '–' : flowed(ackedIndex);
      node.isFailing =
        failedIndex >= 0 && (options.isOver ? gauge(failedIndex) : samples.rateAt(failedIndex)) > 0;
      node.failed = node.isFailing ? flowed(failedIndex) : '0';
    }
  }
  for (const edge of scene.edges) {
    if (edge.eventsIndex < 0) continue;
    edge.rate = options.isOver ? 0 : samples.rateAt(edge.eventsIndex);
    edge.label = flowed(edge.eventsIndex);
    edge.queued = gauge(edge.queuedIndex);
    if (!options.isStill && edge.rate > 0) {
      edge.offset =
        (edge.offset + (Math.min(fastest, edge.rate) * spacing * options.elapsedMs) / 1000) % spacing;
    }
  }
}

/** The distance between two transaction marks, pixels. */
export const markSpacing = spacing;

/** Whether a schema belongs to the run of this flow at all. */
export function isEmptySchema(schema: RunSchema | undefined): boolean {
  return schema === undefined || schema.series.length === 0;
}
