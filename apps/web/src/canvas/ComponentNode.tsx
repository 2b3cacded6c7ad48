import type { ComponentSpec } from '@sluice/component';
import { kindOf } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';
import type { Node, NodeProps } from '@xyflow/react';
import { memo, type ReactElement } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { catalog } from '../engines.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { useRunStore } from '../store/run-store.ts';
import { Icon } from '../ui/Icon.tsx';
import { Tile } from '../ui/Tile.tsx';
import { type Attachment, attachmentsOf } from './attachments.ts';
import { useCanvasStore } from './canvas-store.ts';
import { formatCount } from './format.ts';
import type { NodeShape } from './geometry.ts';
import { useLiveState } from './live-state.ts';
import { engineIdOf } from './looks.ts';
import { PortHandle } from './PortHandle.tsx';
import { RenameField } from './RenameField.tsx';
import { WindowCells } from './WindowCells.tsx';
import { typeLine } from './words.ts';

/** A component on the canvas; its shape is worked out by the canvas, the rest it reads from the flow by its id. */
export type ComponentNodeType = Node<{ readonly shape: NodeShape }, 'component'>;

/** Draws one component: tile, names, ports, problems, attached parts. Live numbers are the overlay's. */
export const ComponentNode = memo(function ComponentNode({
  id,
  data,
  selected,
}: NodeProps<ComponentNodeType>): ReactElement | null {
  const component = useFlowStore((s) => s.flow.components[id]);
  const attached = useFlowStore(useShallow((s) => attachmentsOf(s.flow, id)));
  const problems = useFlowStore((s) => s.problems.components[id]);
  const isRenaming = useCanvasStore((s) => s.renaming === id);
  const fit = useCanvasStore(({ wire }) =>
    !wire || wire.from.component === id ? '' : wire.legalComponents.has(id) ? ' fit' : ' unfit',
  );
  const run = useRunStore((s) => s.info?.componentStates[id]?.state);
  const live = useLiveState((s) => s.nodes[id]);
  if (!component) return null;
  const spec = catalog.component(component.type);
  const engine = engineIdOf(component.type);
  const { shape } = data;
  const worst = worstOf(problems);
  const executors = component.config.parallelism;
  const isMany = typeof executors === 'number' && executors > 1;
  const classes = [
    'node',
    engine,
    selected ? 'selected' : '',
    worst === 'error' ? 'invalid' : worst === 'warning' ? 'warned' : '',
    isMany ? 'many' : '',
    spec ? '' : 'unknown',
    live?.isBlocked ? 'blocked' : '',
    run === 'failed' ? 'dead' : '',
  ];
  return (
    <>
      <div
        className={classes.filter(Boolean).join(' ') + fit}
        data-testid={`node-${component.name}`}
        data-node={id}
      >
        <Flag state={run} live={live?.flag} />
        <div className="head">
          <Tile engine={engine} icon={spec?.icon ?? 'circle-help'} />
          <div className="col grow">
            {isRenaming ? (
              <RenameField id={id} name={component.name} />
            ) : (
              <div className="title trunc" title={component.name}>
                {component.name}
              </div>
            )}
            <div className="type trunc">{typeLine(spec, component)}</div>
          </div>
          {shape.hasTank ? (
            <span className="num cap when-still">
              {formatCount(capacityOf(spec, component.config.capacity))}
            </span>
          ) : null}
          <ProblemBadge problems={problems} />
        </div>
        <Lines
          shape={shape}
          spec={spec}
          executors={isMany ? executors : undefined}
          config={component.config}
        />
        {shape.hasMetrics ? (
          <div className="metrics">
            <span className="when-still trunc">
              {worst === 'error' ? problems?.[0]?.message : 'not running'}
            </span>
          </div>
        ) : null}
        <Band tone={worst} />
      </div>
      <Attached host={id} attached={attached} spec={spec} width={shape.width} />
      {shape.ports.map((port) => (
        <PortHandle
          key={`${port.side}${port.name}`}
          id={id}
          name={component.name}
          type={component.type}
          port={port}
        />
      ))}
    </>
  );
});

function Lines({
  shape,
  spec,
  executors,
  config,
}: {
  readonly shape: NodeShape;
  readonly spec: ComponentSpec | undefined;
  readonly executors: number | undefined;
  readonly config: { readonly [name: string]: unknown };
}): ReactElement {
  const transaction = config.transactionCapacity ?? spec?.config.transactionCapacity?.default;
  const capacity = capacityOf(spec, config.capacity);
  return (
    <>
      {shape.hasTank ? (
        <div className="tank-line">
          <div className="tank">
            {typeof transaction === 'number' && capacity > 0 ? (
              <s style={{ left: `${Math.min(100, (transaction / capacity) * 100)}%` }} />
            ) : null}
          </div>
          <span className="tank-note">tx {formatCount(Number(transaction ?? 0))}</span>
        </div>
      ) : null}
      {shape.strip === undefined ? null : (
        <div className="expr" title={shape.strip}>
          {shape.strip}
        </div>
      )}
      {shape.window ? <WindowCells window={shape.window} width={shape.width} /> : null}
      {shape.hasAcks ? (
        <div className="acks">
          <span className="when-still muted">
            <Icon name="check" size={12} />–
          </span>
          <span className="when-still muted">
            <Icon name="x" size={12} />–
          </span>
          {executors === undefined ? null : <span className="badge executors">×{executors}</span>}
        </div>
      ) : null}
    </>
  );
}

/** The coloured band that stands for the state when the node is too small for words. */
function Band({ tone }: { readonly tone: 'error' | 'warning' | undefined }): ReactElement {
  return <div className={`band${tone === undefined ? '' : ` ${tone}`}`} />;
}

function Flag({
  state,
  live,
}: {
  readonly state: string | undefined;
  readonly live: { readonly tone: string; readonly icon: string; readonly text: string } | undefined;
}): ReactElement | null {
  const flag =
    state === 'failed'
      ? { tone: 'err', icon: 'unplug', text: 'dead' }
      : state === 'retrying'
        ? { tone: 'warn', icon: 'rotate-ccw', text: 'retrying' }
        : live;
  if (!flag) return null;
  return (
    <span className={`flag ${flag.tone}`}>
      <Icon name={flag.icon} size={11} />
      {flag.text}
    </span>
  );
}

function ProblemBadge({
  problems,
}: {
  readonly problems: readonly Diagnostic[] | undefined;
}): ReactElement | null {
  const worst = worstOf(problems);
  if (!problems || worst === undefined) return null;
  const count = problems.filter((d) => d.severity === worst).length;
  return (
    <div className="mark" title={problems.map((d) => d.message).join('\n')}>
      <span className={`badge ${worst === 'error' ? 'err' : 'warn'}`}>
        <Icon name={worst === 'error' ? 'circle-x' : 'triangle-alert'} size={10} />
        {count}
      </span>
    </div>
  );
}

/** Chips of attached parts under the node, and the selector as a diamond on the fork. */
function Attached({
  host,
  attached,
  spec,
  width,
}: {
  readonly host: string;
  readonly attached: readonly Attachment[];
  readonly spec: ComponentSpec | undefined;
  readonly width: number;
}): ReactElement | null {
  const outgoing = useFlowStore(
    (s) =>
      spec !== undefined && Object.values(s.flow.connections).filter((c) => c.from.component === host).length,
  );
  const shown = useFlowStore((s) => s.selection.attached);
  const selector = attached.find((a) => kindOf(a.component.type) === 'selector');
  const isFork =
    spec?.outputs[0]?.carries === 'flume.put' && (selector !== undefined || Number(outgoing) > 1);
  if (attached.length === 0 && !isFork) return null;
  const pick = (id: string | undefined): void => {
    useFlowStore.getState().select({
      components: [host],
      systems: [],
      connections: [],
      ...(id === undefined ? {} : { attached: id }),
    });
  };
  return (
    <>
      {attached.length > 0 ? (
        <div className="chips nodrag nopan">
          {attached.map(({ id, component }) => {
            const own = catalog.component(component.type);
            return (
              <button
                type="button"
                tabIndex={-1}
                key={id}
                className={`badge eng ${engineIdOf(component.type)}${shown === id ? ' on' : ''}`}
                title={`${own?.title ?? component.type} ${component.name}`}
                onClick={(event) => {
                  event.stopPropagation();
                  pick(id);
                }}
              >
                <Icon name={own?.icon ?? 'circle-help'} size={10} />
                {own?.title ?? component.name}
              </button>
            );
          })}
        </div>
      ) : null}
      {isFork ? (
        <button
          type="button"
          tabIndex={-1}
          className={`fork nodrag nopan ${engineIdOf(spec?.id ?? '')}`}
          style={{ left: width + 24 }}
          aria-label={
            selector
              ? `${catalog.component(selector.component.type)?.title} selector`
              : 'replicating selector'
          }
          title={selector ? catalog.component(selector.component.type)?.title : 'replicating (default)'}
          onClick={(event) => {
            event.stopPropagation();
            pick(selector?.id);
          }}
        >
          <Icon name={(selector && catalog.component(selector.component.type)?.icon) ?? 'copy'} size={12} />
        </button>
      ) : null}
    </>
  );
}

function worstOf(problems: readonly Diagnostic[] | undefined): 'error' | 'warning' | undefined {
  if (!problems) return undefined;
  if (problems.some((d) => d.severity === 'error')) return 'error';
  return problems.some((d) => d.severity === 'warning') ? 'warning' : undefined;
}

function capacityOf(spec: ComponentSpec | undefined, value: unknown): number {
  if (typeof value === 'number') return value;
  const fallback = spec?.config.capacity?.default;
  return typeof fallback === 'number' ? fallback : 0;
}
