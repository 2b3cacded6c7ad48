import { compile } from '@sluice/compiler';
import { createCatalog, type Drawing, type DrawnComponent, type DrawnConnection } from '@sluice/component';
import { datasets, openDataset } from '@sluice/datasets';
import { createRun, type Implementation, type Implementations, type Run } from '@sluice/runtime';
import { VirtualHost, type VirtualHostOptions } from '@sluice/testkit';
import { flume } from '../src/index.ts';
import { flumeImplementations } from '../src/runtime.ts';

const catalog = createCatalog([flume]);

type Config = DrawnComponent['config'];

export interface AgentParts {
  readonly source: { readonly type: string; readonly config?: Config };
  readonly attached?: readonly { readonly type: string; readonly config?: Config }[];
  /** Channels by name with the settings of the connection to them; each is drained by one sink. */
  readonly channels?: { readonly [name: string]: Config };
  readonly channel?: Config;
  readonly sink: { readonly type: string; readonly config?: Config };
}

/** Draws one source with its attached components, channels and a sink `to-<channel>` behind each. */
export function drawAgent({
  source,
  attached = [],
  channels = { c1: {} },
  channel = {},
  sink,
}: AgentParts): Drawing {
  const components: { [id: string]: DrawnComponent } = {};
  const connections: { [id: string]: DrawnConnection } = {};
  const add = (
    id: string,
    part: { readonly type: string; readonly config?: Config },
    host?: object,
  ): void => {
    components[id] = { type: part.type, name: id, system: 'a', config: part.config ?? {}, ...host };
  };
  const connect = (from: string, to: string, config: Config): void => {
    connections[`${from}-${to}`] = {
      from: { component: from, port: 'out' },
      to: { component: to, port: 'in' },
      config,
    };
  };
  add('src', source);
  attached.forEach((part, order) => add(`i${order}`, part, { host: 'src', order }));
  for (const [name, config] of Object.entries(channels)) {
    add(name, { type: 'flume.channel.memory', config: { capacity: 1000, ...channel } });
    connect('src', name, config);
    add(`to-${name}`, sink);
    connect(name, `to-${name}`, {});
  }
  return {
    texts: {},
    systems: { a: { type: 'flume.agent', name: 'a', config: {} } },
    components,
    connections,
  };
}

export interface RunningAgent {
  readonly run: Run;
  readonly host: VirtualHost;
}

/** Compiles a drawing and starts it in virtual time; `fakes` take the place of implementations. */
export async function startAgent(
  drawing: Drawing,
  fakes: { readonly [id: string]: Implementation } = {},
  options: VirtualHostOptions = {},
): Promise<RunningAgent> {
  const { program, diagnostics } = compile(drawing, { catalog });
  if (!program) throw new Error(diagnostics.map((d) => `${d.code} ${d.message}`).join('\n'));
  const implementations: Implementations = { ...flumeImplementations, ...fakes };
  const host = new VirtualHost({
    datasets: Object.fromEntries(
      datasets.map(({ name }) => [name, (seed: number) => openDataset(name, seed)]),
    ),
    ...options,
    implementations,
  });
  const run = createRun(program, host);
  await run.start();
  return { run, host };
}
