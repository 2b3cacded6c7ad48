import './plan.css';
import type { Flow } from '@sluice/flow';
import type { Program } from '@sluice/ir';
import type { Tier } from '@sluice/runtime/plan';
import { type ReactElement, useMemo } from 'react';
import { engineIdOf } from '../canvas/looks.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Tile } from '../ui/Tile.tsx';
import { showLane } from './lane-store.ts';
import { type PlanBlock, type PlanPart, type PlanRow, type PlanView, planView } from './plan-view.ts';

const tiers: { readonly [tier in Tier]: { readonly icon: string; readonly title: string } } = {
  kernel: { icon: 'cpu', title: 'Kernel' },
  loop: { icon: 'repeat', title: 'Loop' },
  expression: { icon: 'braces', title: 'Expression' },
  script: { icon: 'code-xml', title: 'Code' },
  component: { icon: 'plug', title: 'Component' },
};

/** How the flow is run: what runs as one, what does the work of each operator, and why no kernel does it. */
export function PlanPane(): ReactElement {
  const program = useFlowStore((state) => state.program);
  const flow = useFlowStore((state) => state.flow);
  const view = useMemo(() => (program === undefined ? undefined : viewOf(program, flow)), [program, flow]);
  if (view === undefined) return <NoPlan />;
  return (
    <div className="lane-rows">
      <div className="subhead">
        <span className="trunc">{view.summary}</span>
      </div>
      <div className="lane-scroll plan">
        {view.parts.map((part) => (
          <Part key={part.system} part={part} />
        ))}
      </div>
    </div>
  );
}

/** A plan that cannot be made is a defect of ours; the lane says so and the editor goes on. */
function viewOf(program: Program, flow: Flow): PlanView | undefined {
  try {
    return planView(program, flow);
  } catch {
    return undefined;
  }
}

function NoPlan(): ReactElement {
  const isBlank = useFlowStore((state) => Object.keys(state.flow.components).length === 0);
  const errors = useFlowStore((state) => state.problems.errors);
  if (isBlank || errors === 0) {
    return (
      <div className="empty">
        <b>Nothing to plan yet</b>
        <p>How a drawing is run is shown here: what runs as one, and what does the work.</p>
      </div>
    );
  }
  return (
    <div className="empty">
      <b>No plan: the flow has {errors === 1 ? 'an error' : `${errors} errors`}</b>
      <p>A flow that does not compile cannot be run.</p>
      <div className="row">
        <Button size="sm" icon="triangle-alert" onClick={() => showLane('problems')}>
          Show problems
        </Button>
      </div>
    </div>
  );
}

function Part({ part }: { readonly part: PlanPart }): ReactElement {
  return (
    <section className="plan-part" aria-label={`Plan of ${part.name}`}>
      <header>
        <Tile engine={engineIdOf(part.type)} size={20} isSolid />
        <h2 className="mono trunc">{part.name}</h2>
        <span className="sub">
          {part.model}, {part.delivery}
        </span>
        {part.bounds.length > 0 ? (
          <span className="bounds sub trunc">
            {part.bounds.map(({ what, bound }) => `${what}: ${bound}`).join(' · ')}
          </span>
        ) : null}
      </header>
      {part.blocks.map((block) => (
        <Block key={block.key} block={block} />
      ))}
    </section>
  );
}

function Block({ block }: { readonly block: PlanBlock }): ReactElement {
  const isOne = block.rows.length > 1;
  return (
    <div className={`plan-block${isOne ? ' one' : ''}`}>
      {block.label === '' ? null : <p className="plan-label">{block.label}</p>}
      <ul>
        {block.rows.map((row) => (
          <Row key={row.operator.id} row={row} />
        ))}
      </ul>
      {block.ways.map(({ id, to, text, kernels }) => (
        <p key={id} className="plan-way">
          <Icon name="arrow-right" size={12} />
          <span>
            to <span className="mono">{to}</span>: {text}
          </span>
          {kernels.length > 0 ? <Badge tier="kernel" kernels={kernels} /> : null}
        </p>
      ))}
    </div>
  );
}

function Row({ row }: { readonly row: PlanRow }): ReactElement {
  const { operator, name, bound } = row;
  const isSelected = useFlowStore(
    ({ selection }) =>
      selection.attached === operator.component ||
      (selection.attached === undefined && selection.components.includes(operator.component)),
  );
  return (
    <li>
      <button
        type="button"
        className={`plan-row${isSelected ? ' on' : ''}`}
        aria-current={isSelected ? 'true' : undefined}
        onClick={() => useFlowStore.getState().goTo({ component: operator.component })}
      >
        <Badge tier={operator.tier} kernels={operator.kernels} />
        <span className="who">
          <b className="trunc">{name}</b> <span className="mono kind">{operator.kind}</span>
        </span>
        <span className="what">
          {operator.does}
          {bound === undefined ? null : ` At most ${bound.bound}. ${bound.whenFull}`}
          {operator.whyNot === undefined ? null : (
            <span className="why">
              <span className="mark">No kernel:</span> {operator.whyNot}
            </span>
          )}
          {operator.unless === undefined ? null : <span className="why">{operator.unless}</span>}
        </span>
      </button>
    </li>
  );
}

function Badge({
  tier,
  kernels,
}: {
  readonly tier: Tier;
  readonly kernels: readonly string[];
}): ReactElement {
  const { icon, title } = tiers[tier];
  return (
    <span className={`tier ${tier}`}>
      <Icon name={icon} size={11} {...(kernels.length > 0 ? { label: title } : {})} />
      {kernels.length > 0 ? <span className="mono">{kernels.join(', ')}</span> : title}
    </span>
  );
}
