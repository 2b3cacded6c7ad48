import { compile } from '@sluice/compiler';
import { examples } from '@sluice/examples';
import { describe, expect, it } from 'vitest';
import { catalog } from '../engines.ts';
import { planView } from './plan-view.ts';

function viewOf(id: string): ReturnType<typeof planView> {
  const flow = examples.find((example) => example.id === id)?.flow;
  const program = flow && compile(flow, { catalog }).program;
  if (!flow || !program) throw new Error(`no example ${id}`);
  return planView(program, flow);
}

describe.each(examples)('the plan of $id', ({ id, flow }) => {
  it('shows every component that is run once under its system, by its name', () => {
    const { parts } = viewOf(id);
    const shown = parts.flatMap((part) =>
      part.blocks.flatMap((block) =>
        block.rows.map(({ operator, name }) => {
          expect(name).toBe(flow.components[operator.component]?.name);
          expect(flow.components[operator.component]?.system).toBe(part.system);
          return operator.component;
        }),
      ),
    );
    const drawn = Object.keys(flow.components).filter((component) => shown.includes(component));
    expect(new Set(shown).size).toBe(drawn.length);
    expect(parts.map((part) => part.name).sort()).toEqual(
      Object.values(flow.systems)
        .map((system) => system.name)
        .sort(),
    );
  });
});

describe('the plan', () => {
  it('puts an agent together from its stages, with what its channels hold', () => {
    const [agent] = viewOf('classic-agent').parts;
    expect(agent?.blocks.map((block) => block.label)).toEqual(['Run as one', '', '', '', '']);
    const bounds = agent?.blocks.flatMap((block) => block.rows.map((row) => row.bound?.bound));
    expect(bounds?.filter((bound) => bound !== undefined)).toEqual(['1,000 events', '1,000 events']);
  });

  it('says how records are spread, and sums up what does the work', () => {
    const { parts, summary } = viewOf('storm-word-count');
    const ways = parts[0]?.blocks.flatMap((block) => block.ways);
    expect(ways?.map(({ to }) => to)).toEqual(['split', 'count', 'counts']);
    expect(ways?.[0]?.text).toBe('In turn over 2 tasks.');
    expect(summary).toMatch(/^4 operators on one thread: 1 by a kernel, /);
  });
});
