import type { Origin } from '@sluice/ir';
import { catalog } from '../engines.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { agentOf, keyOf, textOf } from './agent-text.ts';
import { useLane } from './lane-store.ts';
import { lineOf } from './text-marks.ts';

/** Puts the cursor of the text lane where a component, or one of its fields, is set; the lane may be closed. */
export function wantText({ component, field }: Origin, isFocused: boolean): void {
  const { flow, selection } = useFlowStore.getState();
  const agent = agentOf(flow, selection);
  const lens = catalog.engineOf(flow.systems[agent ?? '']?.type ?? '')?.lens;
  if (component === undefined || agent === undefined || lens === undefined) return;
  const text = textOf(flow, agent);
  const lines = text.split(/\r\n|\r|\n/);
  const key = field === undefined ? undefined : keyOf(component, field);
  const line = lineOf({ lines, places: lens.locate(text, flow), component, key });
  if (line === undefined) return;
  const column = (lines[line - 1]?.length ?? 0) + 1;
  useLane.setState({ wanted: { agent, place: { line, column, isFocused } }, isDocument: false });
}
