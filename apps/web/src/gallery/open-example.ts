import type { Example } from '@sluice/protocol';
import { api } from '../api/client.ts';

/** Makes a flow of an example; `isRunning` starts it too. Gives the id of the flow to go to. */
export async function openExample(example: Example, isRunning: boolean): Promise<string> {
  const { id } = await api.flows.create({ example: example.id });
  if (isRunning) await api.runs.start(id);
  return id;
}
