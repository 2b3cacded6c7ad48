import { type Flow, newId, replaceDrawing, setSystemText, setText } from '@sluice/flow';
import type { TextRange } from '@sluice/ir';
import { catalog } from '../engines.ts';
import { settlePlaces } from '../store/edit-actions.ts';
import { only, type Selection } from '../store/flow-selection.ts';
import { useFlowStore } from '../store/flow-store.ts';

/** The agent a selection is about, else the first one of the flow; of agents in one text the first. */
export function agentOf(flow: Flow, selection: Selection): string | undefined {
  const component = selection.attached ?? selection.components[0];
  const wanted =
    component === undefined ? selection.systems[0] : (flow.components[component]?.system ?? undefined);
  const agents = Object.keys(flow.systems).filter((id) => flow.systems[id]?.type.startsWith('flume.'));
  const found = agents.find((id) => id === wanted) ?? agents[0];
  const text = flow.systems[found ?? '']?.text;
  return text === undefined ? found : agents.find((id) => flow.systems[id]?.text === text);
}

/** The files of a flow's Flume agents, one for each text. */
export function agentFiles(flow: Flow): readonly { readonly agent: string; readonly name: string }[] {
  const texts = new Set<string>();
  return Object.entries(flow.systems).flatMap(([agent, { type, text }]) => {
    if (!type.startsWith('flume.') || (text !== undefined && texts.has(text))) return [];
    if (text !== undefined) texts.add(text);
    return [{ agent, name: fileOf(flow, agent) }];
  });
}

/** What the file of an agent's text is called. */
export function fileOf(flow: Flow, agent: string): string {
  return `${flow.systems[agent]?.name ?? 'agent'}.properties`;
}

/** The text of an agent: its own, kept as written where possible, or a printed one. */
export function textOf(flow: Flow, agent: string): string {
  const system = flow.systems[agent];
  const lens = system === undefined ? undefined : catalog.engineOf(system.type)?.lens;
  if (system === undefined || lens === undefined) return '';
  return system.text === undefined ? lens.print(flow, agent) : lens.put(flow, system.text);
}

/** The key that a field of a component has in the text. */
export function keyOf(component: string, field: string): string | undefined {
  const type = useFlowStore.getState().flow.components[component]?.type ?? '';
  return catalog.component(type)?.config[field]?.exportKey;
}

/** Says whether a component stands in a text that can be edited. */
export function hasText(flow: Flow, component: string | undefined): boolean {
  const system = flow.systems[flow.components[component ?? '']?.system ?? ''];
  return system !== undefined && catalog.engineOf(system.type)?.lens !== undefined;
}

/** Why a text could not be read. */
export interface Refused {
  readonly message: string;
  readonly range?: TextRange;
}

/** Makes the agent what a text says, as one edit. Says why when the text does not parse. */
export function applyText(agent: string, content: string): Refused | undefined {
  const { id: flowId, flow, apply } = useFlowStore.getState();
  const system = flow.systems[agent];
  const lens = system === undefined ? undefined : catalog.engineOf(system.type)?.lens;
  if (system === undefined || lens === undefined) return undefined;
  const { drawing, problems } = lens.get(content, flow);
  const error = problems.find((problem) => problem.severity === 'error');
  if (error !== undefined) {
    const { range } = error.at;
    return { message: error.message, ...(range === undefined ? {} : { range }) };
  }
  if (Object.keys(drawing.systems).length === 0) return { message: 'The text has no agent any more.' };
  const id = system.text ?? newId(flow, `${system.name}-text`);
  if (system.text === undefined) fieldNames.set(`${flowId}/${id}`, agent);
  apply(
    'Edit text',
    (before) => {
      const stored = setText(settlePlaces(before, catalog), id, { language: lens.language, content });
      return settlePlaces(replaceDrawing(setSystemText(stored, agent, id), id, drawing), catalog);
    },
    { key: `text:${agent}` },
  );
  keepInView(agent, id);
  return undefined;
}

/** A text that gives its agent another name makes another agent: the lane goes on with that one. */
function keepInView(agent: string, text: string): void {
  const { flow, select } = useFlowStore.getState();
  if (flow.systems[agent] !== undefined) return;
  const heir = Object.keys(flow.systems).find((id) => flow.systems[id]?.text === text);
  if (heir !== undefined) select(only('system', heir));
}

/** Agents whose text was printed when its field opened, by the text they got with the first edit. */
const fieldNames = new Map<string, string>();

/** Names the field of an agent's text; the name stays when typing stores the text or renames the agent. */
export function fieldNameOf(flow: Flow, agent: string): string {
  const { id } = useFlowStore.getState();
  const text = flow.systems[agent]?.text;
  return `${id}/${text === undefined ? agent : (fieldNames.get(`${id}/${text}`) ?? text)}`;
}
