import { printFlow } from '@sluice/flow';
import type { CreateFlowRequest } from '@sluice/protocol';
import { api, clientId } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';

/** Saves a text as a file of the person's machine. */
export function download(name: string, content: string, type = 'text/plain'): void {
  const url = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Gives a flow another name, over whatever was edited meanwhile. */
export async function renameFlowById(id: string, name: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const { revision } = await api.flows.read(id);
    try {
      await api.flows.change(id, {
        client: clientId,
        base: revision,
        label: 'Rename flow',
        patches: [{ op: 'replace', path: ['name'], value: name }],
      });
      return;
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 409 || attempt >= 2) throw error;
    }
  }
}

/** Downloads the flow document. */
export async function downloadFlow(id: string): Promise<void> {
  const { flow } = await api.flows.read(id);
  download(`${id}.flow.json`, printFlow(flow), 'application/json');
}

/** Reads a text a person opened, dropped or pasted: a flow document, or an engine's text. */
export function toCreateRequest(content: string, fileName?: string): CreateFlowRequest {
  const name = fileName?.replace(/\.(flow\.json|json|properties|conf|txt)$/i, '').slice(0, 80);
  const named = name === undefined || name.trim() === '' ? {} : { name: name.trim() };
  if (content.trimStart().startsWith('{')) {
    try {
      return { flow: JSON.parse(content.trim()) as unknown };
    } catch (error) {
      throw new ApiProblem(
        {
          status: 0,
          code: 'FLOW_NOT_JSON',
          detail: `${fileName ?? 'The text'} starts like a flow document but is not valid JSON.`,
          help: 'Open the file in an editor and look at its end; a cut-off download is the usual reason.',
        },
        error,
      );
    }
  }
  return { ...named, text: content };
}
