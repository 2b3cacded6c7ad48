import { kindOf } from '@sluice/component';
import type { Flow } from '@sluice/flow';
import type { Diagnostic } from '@sluice/ir';

/** What would be alive of an agent. */
export interface LivingAgent {
  readonly sources: readonly string[];
  readonly channels: readonly string[];
  readonly sinks: readonly string[];
  readonly sinkGroups: readonly string[];
}

/**
 * The parts of each Flume agent that a start would leave alive: those without an error, whose channels live. A
 * source lives with at least one channel, a sink with its channel.
 */
export function livingAgents(
  flow: Flow,
  diagnostics: readonly Diagnostic[],
): { readonly [agent: string]: LivingAgent } {
  const broken = new Set(diagnostics.filter((d) => d.severity === 'error').map((d) => d.at.component));
  const isAlive = (id: string): boolean => Object.hasOwn(flow.components, id) && !broken.has(id);
  const neighbours = (id: string): string[] =>
    Object.values(flow.connections).flatMap(({ from, to }) =>
      from.component === id ? [to.component] : to.component === id ? [from.component] : [],
    );
  const agents: { [agent: string]: LivingAgent } = {};
  for (const [systemId, system] of Object.entries(flow.systems)) {
    if (system.type !== 'flume.agent') continue;
    const named = (kind: string, needsChannel: boolean): string[] =>
      Object.entries(flow.components)
        .filter(([id, c]) => c.system === systemId && kindOf(c.type) === kind && isAlive(id))
        .filter(([id]) => !needsChannel || neighbours(id).some((n) => isChannel(n) && isAlive(n)))
        .map(([, c]) => c.name)
        .sort();
    const isChannel = (id: string): boolean => kindOf(flow.components[id]?.type ?? '') === 'channel';
    agents[system.name] = {
      sources: named('source', true),
      channels: named('channel', false),
      sinks: named('sink', true),
      sinkGroups: [],
    };
  }
  return agents;
}
