import { type Flow, newId, replaceDrawing, setSystemText, setText } from '@sluice/flow';
import { catalog } from '../engines.ts';
import type { Selection } from '../store/flow-selection.ts';
import { useFlowStore } from '../store/flow-store.ts';

/** The agent a selection is about, else the first one of the flow. */
export function agentOf(flow: Flow, selection: Selection): string | undefined {
  const component = selection.attached ?? selection.components[0];
  const wanted =
    component === undefined ? selection.systems[0] : (flow.components[component]?.system ?? undefined);
  const agents = Object.keys(flow.systems).filter((id) => flow.systems[id]?.type.startsWith('flume.'));
  return agents.find((id) => id === wanted) ?? agents[0];
}

/** The text of an agent: its own, kept as written where possible, or a printed one. */
export function textOf(flow: Flow, agent: string): string {
  const system = flow.systems[agent];
  const lens = system === undefined ? undefined : catalog.engineOf(system.type)?.lens;
  if (system === undefined || lens === undefined) return '';
  return system.text === undefined ? lens.print(flow, agent) : lens.put(flow, system.text);
}

/** Makes the agent what a text says, as one edit. Returns a sentence when the text does not parse. */
export function applyText(agent: string, content: string): string | undefined {
  const { flow, apply } = useFlowStore.getState();
  const system = flow.systems[agent];
  const lens = system === undefined ? undefined : catalog.engineOf(system.type)?.lens;
  if (system === undefined || lens === undefined) return undefined;
  const { drawing, problems } = lens.get(content, flow);
  const error = problems.find((problem) => problem.severity === 'error');
  if (error !== undefined) {
    const line = error.at.range?.line;
    return `${line === undefined ? 'the text' : `line ${line}`} does not parse, showing the last good graph`;
  }
  const id = system.text ?? newId(flow, `${system.name}-text`);
  apply(
    'Edit text',
    (before) => {
      const stored = setText(before, id, { language: lens.language, content });
      return replaceDrawing(setSystemText(stored, agent, id), id, drawing);
    },
    { key: `text:${agent}` },
  );
  return undefined;
}
