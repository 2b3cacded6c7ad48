import { type ReactElement, useEffect, useLayoutEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useTheme } from '../app/theme.ts';
import { formatTime } from '../runs/words.ts';
import { type ChartLook, readLook } from './chart-look.ts';
import { type Span, useRange } from './range-store.ts';

/** A moment all charts mark: something was killed, or came back. */
export interface Mark {
  readonly timeMs: number;
  readonly text: string;
}

/** How one chart is drawn; x is always time, in seconds. */
export interface ChartPlan {
  readonly series: readonly uPlot.Series[];
  /** Ticks of the value axis as text. */
  readonly axis: (value: number) => string;
  readonly scale?: Partial<uPlot.Scale>;
  readonly axisWidth?: number;
  readonly splits?: uPlot.Axis.Splits;
  /** Drawn under the lines: bands and limits. */
  readonly under?: (chart: uPlot, look: ChartLook) => void;
  /** Drawn over the lines. */
  readonly over?: (chart: uPlot, look: ChartLook) => void;
}

export interface ChartProps {
  /** What it shows, for those who do not see it. */
  readonly label: string;
  /** Rebuilds the chart when it changes; keep it stable while only data changes. */
  readonly plan: (look: ChartLook) => ChartPlan;
  readonly planKey: string;
  readonly data: uPlot.AlignedData;
  readonly span: Span;
  readonly marks: readonly Mark[];
  /** Writes the words of a mark beside its line. */
  readonly hasMarkWords?: boolean;
}

const sync = uPlot.sync('dashboard');

/** A uPlot chart that shares time range, cursor and zoom with all others of the page. */
export function Chart({
  label,
  plan,
  planKey,
  data,
  span,
  marks,
  hasMarkWords = false,
}: ChartProps): ReactElement {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const latest = useRef({ data, span, marks });
  latest.current = { data, span, marks };
  const theme = useTheme((state) => state.theme);

  // Built once per look; data and range are set below without building anew.
  useLayoutEffect(() => {
    const element = host.current;
    if (element === null) return;
    const look = readLook();
    const made = new uPlot(
      optionsOf(plan(look), look, {
        width: element.clientWidth,
        height: element.clientHeight,
        current: () => latest.current,
        hasMarkWords,
      }),
      latest.current.data,
      element,
    );
    chart.current = made;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0 && element.clientHeight > 0) {
        made.setSize({ width: element.clientWidth, height: element.clientHeight });
      }
    });
    observer.observe(element);
    void document.fonts.ready.then(() => made.redraw(false, true));
    return () => {
      observer.disconnect();
      sync.unsub(made);
      made.destroy();
      chart.current = undefined;
    };
  }, [planKey, theme, hasMarkWords]);

  useEffect(() => {
    const made = chart.current;
    if (made === undefined) return;
    made.batch(() => {
      made.setData(data, false);
      made.setScale('x', { min: span.fromMs / 1000, max: span.toMs / 1000 });
    });
  }, [data, span.fromMs, span.toMs, marks]);

  return <div ref={host} className="chart" role="img" aria-label={label} />;
}

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly current: () => { readonly span: Span; readonly marks: readonly Mark[] };
  readonly hasMarkWords: boolean;
}

function optionsOf(plan: ChartPlan, look: ChartLook, frame: Frame): uPlot.Options {
  const grid = { stroke: look.color('grid'), width: 1 };
  const axis = { stroke: look.color('axis'), font: look.font, ticks: { show: false } };
  return {
    width: frame.width,
    height: frame.height,
    // Right: as much as half a time label needs.
    padding: [8, null, 0, 0],
    legend: { show: false },
    cursor: {
      sync: { key: sync.key, scales: ['x', null] },
      y: false,
      drag: { x: true, y: false, setScale: false, uni: 12 },
      points: {
        size: 7,
        width: 1.5,
        fill: () => look.color('panel'),
      },
      bind: {
        dblclick: () => () => {
          useRange.getState().setZoom(undefined);
          return null;
        },
      },
    },
    select: { show: true, left: 0, top: 0, width: 0, height: 0 },
    scales: {
      x: { time: true, auto: false, range: (_, min, max) => [min, max] },
      y: { auto: true, range: (_, __, max) => [0, roomAbove(max)], ...plan.scale },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 22,
        gap: 4,
        space: 90,
        values: (_, splits) =>
          splits.map((at) =>
            formatTime(at * 1000, frame.current().span.toMs - frame.current().span.fromMs < 150_000),
          ),
      },
      {
        ...axis,
        grid,
        size: plan.axisWidth ?? 42,
        gap: 5,
        space: 34,
        values: (_, splits) => splits.map((value) => (value === null ? '' : plan.axis(value))),
        ...(plan.splits === undefined ? {} : { splits: plan.splits }),
      },
    ],
    series: [{}, ...plan.series],
    hooks: {
      drawClear: plan.under === undefined ? [] : [(chart) => plan.under?.(chart, look)],
      draw: [
        (chart) => {
          plan.over?.(chart, look);
          drawMarks(chart, look, frame);
        },
      ],
      setSelect: [
        (chart) => {
          if (chart.select.width <= 4) return;
          const [from, to] = [
            chart.posToVal(chart.select.left, 'x'),
            chart.posToVal(chart.select.left + chart.select.width, 'x'),
          ];
          useRange.getState().setZoom({ fromMs: from * 1000, toMs: to * 1000 });
          chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
      setCursor: [
        (chart) => {
          const left = chart.cursor.left ?? -1;
          placeTimeChip(chart, left);
          // Charts that follow another one's cursor have no event of their own.
          if (chart.cursor.event == null) return;
          useRange.getState().setCursor(left < 0 ? undefined : chart.posToVal(left, 'x') * 1000);
        },
      ],
    },
  };
}

/** A little air over the highest value, so that a line never runs along the edge. */
function roomAbove(max: number | null): number {
  return max === null || max <= 0 ? 1 : max * 1.08;
}

function placeTimeChip(chart: uPlot, left: number): void {
  let chip = chart.over.parentElement?.querySelector<HTMLElement>('.time-chip');
  if (chip == null) {
    chip = document.createElement('span');
    chip.className = 'time-chip';
    chart.over.parentElement?.append(chip);
  }
  chip.hidden = left < 0;
  if (left < 0) return;
  chip.textContent = formatTime(chart.posToVal(left, 'x') * 1000, true);
  chip.style.left = `${chart.over.offsetLeft + left}px`;
  chip.style.top = `${chart.over.offsetTop + chart.over.offsetHeight + 3}px`;
}

function drawMarks(chart: uPlot, look: ChartLook, frame: Frame): void {
  const { span, marks } = frame.current();
  const ratio = uPlot.pxRatio;
  const { ctx, bbox } = chart;
  ctx.save();
  for (const mark of marks) {
    if (mark.timeMs < span.fromMs || mark.timeMs > span.toMs) continue;
    const x = Math.round(chart.valToPos(mark.timeMs / 1000, 'x', true));
    ctx.strokeStyle = look.color('error-fill');
    ctx.fillStyle = look.color('error-fill');
    ctx.lineWidth = 1.25 * ratio;
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(x - 4 * ratio, bbox.top - 5 * ratio);
    ctx.lineTo(x + 4 * ratio, bbox.top - 5 * ratio);
    ctx.lineTo(x, bbox.top + 1 * ratio);
    ctx.fill();
    if (!frame.hasMarkWords) continue;
    ctx.font = look.labelFont.replace('10px', `${10 * ratio}px`);
    ctx.fillStyle = look.color('error');
    ctx.textBaseline = 'top';
    const isLeft = x > bbox.left + bbox.width / 2;
    ctx.textAlign = isLeft ? 'right' : 'left';
    ctx.fillText(mark.text, x + (isLeft ? -7 : 7) * ratio, bbox.top + 2 * ratio);
  }
  ctx.restore();
}

/** Draws a dashed level line across the chart with its name at the right. */
export function drawLimit(
  chart: uPlot,
  look: ChartLook,
  limit: {
    readonly value: number;
    readonly text: string;
    readonly token: string;
    readonly dash: readonly number[];
  },
): void {
  const ratio = uPlot.pxRatio;
  const { ctx, bbox } = chart;
  const y = Math.round(chart.valToPos(limit.value, 'y', true)) + 0.5;
  if (y < bbox.top - 1 || y > bbox.top + bbox.height) return;
  ctx.save();
  ctx.strokeStyle = look.color(limit.token);
  ctx.lineWidth = ratio;
  ctx.setLineDash(limit.dash.map((part) => part * ratio));
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.font = look.labelFont.replace('10px', `${10 * ratio}px`);
  ctx.fillStyle = look.color(limit.token === 'text' ? 'text-2' : limit.token);
  ctx.textAlign = 'right';
  const isAbove = y - bbox.top > 16 * ratio;
  ctx.textBaseline = isAbove ? 'bottom' : 'top';
  ctx.fillText(limit.text, bbox.left + bbox.width - 4 * ratio, y + (isAbove ? -3 : 3) * ratio);
  ctx.restore();
}
