import { type Flow, newId, replaceDrawing, setSystemText, setText } from '@sluice/flow';
import { catalog } from '../engines.ts';
import { settlePlaces } from '../store/edit-actions.ts';
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

/** Why a text could not be read. */
export interface Refused {
  readonly line: number | undefined;
  readonly message: string;
}

/** Makes the agent what a text says, as one edit. Says why when the text does not parse. */
export function applyText(agent: string, content: string): Refused | undefined {
  const { flow, apply } = useFlowStore.getState();
  const system = flow.systems[agent];
  const lens = system === undefined ? undefined : catalog.engineOf(system.type)?.lens;
  if (system === undefined || lens === undefined) return undefined;
  const { drawing, problems } = lens.get(content, flow);
  const error = problems.find((problem) => problem.severity === 'error');
  if (error !== undefined) return { line: error.at.range?.line, message: error.message };
  const id = system.text ?? newId(flow, `${system.name}-text`);
  apply(
    'Edit text',
    (before) => {
      const stored = setText(settlePlaces(before, catalog), id, { language: lens.language, content });
      return settlePlaces(replaceDrawing(setSystemText(stored, agent, id), id, drawing), catalog);
    },
    { key: `text:${agent}` },
  );
  return undefined;
}
