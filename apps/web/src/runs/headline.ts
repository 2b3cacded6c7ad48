import type { Flow } from '@sluice/flow';
import type { RunInfo } from '@sluice/protocol';
import { formatCount, formatPercent } from '../canvas/format.ts';
import type { SeriesReader } from './totals.ts';
import { Reading, sourcesOf } from './totals.ts';
import { plural } from './words.ts';

/** The one thing to know about a run right now. */
export interface HeadlineWords {
  readonly tone: 'err' | 'warn' | 'ok' | 'plain';
  readonly icon: string;
  readonly text: string;
  /** The component it is about. */
  readonly component?: string;
}

const saturated = 0.95;

/** Picks the headline: failures before the bottleneck, the bottleneck before good news. `isEdited`: since the start. */
export function headlineOf(
  flow: Flow,
  info: RunInfo | undefined,
  reader: SeriesReader,
  isEdited: boolean,
): HeadlineWords | undefined {
  if (info === undefined) return undefined;
  const nameOf = (id: string): string => flow.components[id]?.name ?? id;
  if (info.status === 'failed')
    return { tone: 'err', icon: 'circle-x', text: shorten(info.message ?? 'Failed') };
  if (info.status === 'recovering')
    return { tone: 'warn', icon: 'rotate-ccw', text: 'Engine process died, restarting' };
  if (info.status === 'stopping' && info.message !== undefined) {
    const left = new Reading(reader).sum('fill') ?? 0;
    const words = left > 0 ? `${info.message}, ${plural(left, 'event')} left` : info.message;
    return { tone: 'warn', icon: 'hourglass', text: shorten(words) };
  }
  if (info.status === 'running') {
    const broken = Object.entries(info.componentStates).find(
      ([, { state }]) => state === 'failed' || state === 'retrying',
    );
    if (broken !== undefined) {
      const [component, { state, message }] = broken;
      const words = message ?? (state === 'failed' ? 'failed' : 'is being retried');
      const isNamed = words.startsWith(nameOf(component));
      return {
        tone: 'err',
        icon: 'octagon-alert',
        text: shorten(isNamed ? words : `${nameOf(component)}: ${words}`),
        component,
      };
    }
    const narrow = bottleneckOf(flow, reader);
    if (narrow !== undefined) {
      return {
        tone: 'err',
        icon: 'octagon-alert',
        text:
          narrow.kind === 'busy'
            ? `Bottleneck: ${nameOf(narrow.component)}, busy ${formatPercent(Math.min(1, narrow.by))}`
            : `${nameOf(narrow.component)} is full`,
        component: narrow.component,
      };
    }
    if (info.restarts > 0) {
      const lost = info.lost > 0 ? `, ${formatCount(info.lost)} lost` : ', nothing lost';
      const twice = info.duplicated > 0 ? `, ${formatCount(info.duplicated)} counted twice` : '';
      return {
        tone: 'ok',
        icon: 'circle-check',
        text: `Recovered after ${plural(info.restarts, 'restart')}${lost}${twice}`,
      };
    }
    if (isEdited) {
      return { tone: 'plain', icon: 'pencil', text: 'Edited since the start; run again to use it' };
    }
  }
  if (info.status === 'done') {
    return info.lost > 0
      ? { tone: 'warn', icon: 'triangle-alert', text: `All input is through, ${formatCount(info.lost)} lost` }
      : { tone: 'ok', icon: 'circle-check', text: 'All input is through' };
  }
  return undefined;
}

/** The first saturated component downstream, else the fullest channel that is full. Sources do not count. */
export function bottleneckOf(
  flow: Flow,
  reader: SeriesReader,
): { readonly kind: 'busy' | 'full'; readonly component: string; readonly by: number } | undefined {
  const { schema, last } = reader;
  if (schema === undefined || last === undefined) return undefined;
  const sources = new Set(sourcesOf(flow));
  let busiest: { component: string; by: number } | undefined;
  const fills = new Map<string, { fill?: number; capacity?: number }>();
  schema.series.forEach((series, index) => {
    if (series.scope !== 'component' || sources.has(series.ref)) return;
    const value = last.values[index] ?? 0;
    if (series.name === 'busy' && value >= saturated && (busiest === undefined || value > busiest.by)) {
      busiest = { component: series.ref, by: value };
    }
    if (series.name === 'fill') fills.set(series.ref, { ...fills.get(series.ref), fill: value });
    if (series.name === 'capacity') fills.set(series.ref, { ...fills.get(series.ref), capacity: value });
  });
  if (busiest !== undefined) return { kind: 'busy', ...busiest };
  for (const [component, { fill = 0, capacity = 0 }] of fills) {
    if (capacity > 0 && fill >= capacity) return { kind: 'full', component, by: 1 };
  }
  return undefined;
}

function shorten(text: string): string {
  return text.length <= 64 ? text : `${text.slice(0, 62).trimEnd()}…`;
}
