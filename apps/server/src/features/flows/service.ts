import { emptyFlow, type Flow } from '@sluice/flow';
import type { Diagnostic } from '@sluice/ir';
import type { CreateFlowRequest, EngineId, FlowState, FlowSummary, RunInfo } from '@sluice/protocol';
import { catalog } from '../../engines.ts';
import { ApiError } from '../../problem.ts';
import { compileFlow } from '../checks/service.ts';
import { findExample } from '../examples/service.ts';
import { type Imported, importFlow, importText } from './import-text.ts';
import type { FlowStore, StoredFlow } from './store.ts';

/** The engines whose systems a flow has, in the catalog's order. */
export function enginesOf(flow: Flow): EngineId[] {
  const used = new Set(Object.values(flow.systems).map((system) => catalog.engineOf(system.type)?.id));
  return catalog.engines.map((engine) => engine.id).filter((id) => used.has(id));
}

/** The row of a flow in the list, with its last run. */
export function summaryOf(stored: StoredFlow, run: RunInfo | undefined): FlowSummary {
  const { id, flow, changedMs, unreadable } = stored;
  if (!flow) {
    const reason = unreadable ?? 'The file cannot be read.';
    return {
      id,
      name: id,
      summary: '',
      engines: [],
      components: 0,
      changedMs,
      errors: 1,
      warnings: 0,
      unreadable: reason,
    };
  }
  // A flow somebody has just begun has nothing wrong with it.
  const diagnostics = compileFlow(flow).diagnostics.filter(({ code }) => code !== 'FLOW_EMPTY');
  return {
    id,
    name: flow.name,
    summary: flow.summary,
    engines: enginesOf(flow),
    components: Object.keys(flow.components).length,
    changedMs,
    ...(run === undefined ? {} : { run }),
    errors: diagnostics.filter((d) => d.severity === 'error').length,
    warnings: diagnostics.filter((d) => d.severity === 'warning').length,
  };
}

/** Problems of a text that are sent; nobody reads more. */
const mostProblems = 1000;

/** Makes a flow from what the request names: an example, a text, a document, or nothing. */
export function createFlow(store: FlowStore, request: CreateFlowRequest): FlowState {
  const given = [request.example, request.text, request.flow].filter((origin) => origin !== undefined);
  if (given.length > 1) {
    throw new ApiError(400, 'REQUEST_INVALID', 'Give an example, a text or a flow, not several of them.');
  }
  const { flow, problems } = originOf(request);
  if (!flow) {
    const first = problems.find((problem) => problem.severity === 'error') ?? problems[0];
    const line = first?.at.range === undefined ? '' : `Line ${first.at.range.line}: `;
    throw new ApiError(
      422,
      first?.code ?? 'IMPORT_FAILED',
      `${line}${first?.message ?? 'Nothing could be read.'}`,
      {
        ...(first?.help === undefined ? {} : { help: first.help }),
        members: { diagnostics: problems.slice(0, mostProblems) },
      },
    );
  }
  const named = request.name === undefined ? flow : { ...flow, name: request.name };
  const state = store.create(named);
  return problems.length === 0 ? state : { ...state, problems: problems.slice(0, mostProblems) };
}

function originOf(request: CreateFlowRequest): Imported {
  if (request.example !== undefined) {
    const example = findExample(request.example);
    if (example) return { flow: example.flow, problems: [] };
    throw new ApiError(404, 'EXAMPLE_UNKNOWN', `There is no example ${JSON.stringify(request.example)}.`);
  }
  if (request.text !== undefined) return importText(request.text, request.name ?? 'Imported flow');
  if (request.flow !== undefined) return importFlow(request.flow);
  return { flow: emptyFlow(request.name ?? 'Untitled flow'), problems: [] as Diagnostic[] };
}
