import { compile } from '@sluice/compiler';
import { createCatalog, type Drawing } from '@sluice/component';
import type { Diagnostic, JsonObject } from '@sluice/ir';
import { createRun, type Run } from '@sluice/runtime';
import { VirtualHost } from '@sluice/testkit';
import { storm } from '../src/index.ts';
import { stormImplementations } from '../src/runtime.ts';

const catalog = createCatalog([storm]);

/** Components by name as `[type without "storm.", config]`, connections as `from -> to` or `from:port -> to:port` with their config. */
export interface Sketch {
  readonly name?: string;
  readonly config?: JsonObject;
  readonly components: { readonly [name: string]: readonly [string, JsonObject?] };
  readonly connections?: { readonly [ends: string]: JsonObject };
}

/** The drawing of a sketch; ids are names, `a -> b` is also the id of a connection. */
export function draw(sketch: Sketch): Drawing {
  return {
    texts: {},
    systems: { t: { type: 'storm.topology', name: sketch.name ?? 't', config: sketch.config ?? {} } },
    components: Object.fromEntries(
      Object.entries(sketch.components).map(([name, [type, config]]) => [
        name,
        { type: `storm.${type}`, name, system: 't', config: config ?? {} },
      ]),
    ),
    connections: Object.fromEntries(
      Object.entries(sketch.connections ?? {}).map(([ends, config]) => {
        const [from, to] = ends.split(' -> ') as [string, string];
        const [component = '', port = 'out'] = from.split(':');
        const [target = '', input = 'in'] = to.split(':');
        return [ends, { from: { component, port }, to: { component: target, port: input }, config }];
      }),
    ),
  };
}

/** Everything wrong with a sketch, as `code at place`. */
export function problemsOf(sketch: Sketch): string[] {
  return diagnosticsOf(sketch).map((d) => {
    const place = d.at.connection ?? d.at.component ?? d.at.system ?? '';
    return `${d.code} ${place}${d.at.field === undefined ? '' : `.${d.at.field}`}`;
  });
}

export function diagnosticsOf(sketch: Sketch): readonly Diagnostic[] {
  return compile(draw(sketch), { catalog }).diagnostics;
}

/** A running sketch in virtual time. Data set `sentences` gives the lines handed in. */
export class RunningSketch {
  readonly host: VirtualHost;
  readonly run: Run;

  constructor(
    sketch: Sketch,
    lines: readonly string[],
    options: { readonly states?: ReadonlyMap<string, JsonObject> } = {},
  ) {
    const { program, diagnostics } = compile(draw(sketch), { catalog });
    if (!program) throw new Error(diagnostics.map((d) => d.message).join('\n'));
    this.host = new VirtualHost({
      implementations: stormImplementations,
      ...(options.states ? { states: options.states } : {}),
      datasets: {
        sentences: () => ({
          title: 'Lines of a test',
          naturalRate: 10,
          total: lines.length,
          lines: (from, count) =>
            lines
              .slice(from, from + count)
              .map((line) => `${line}\n`)
              .join(''),
        }),
      },
    });
    this.run = createRun(program, this.host);
  }

  /** Runs to the end, which every source must have. */
  async toEnd(): Promise<this> {
    await this.start();
    await this.host.untilDone();
    return this;
  }

  async start(): Promise<void> {
    const started = this.run.start();
    await this.host.advance(0);
    await started;
  }

  value(ref: string, name: string): number {
    const { values } = this.run.sample();
    const index = this.run.series.findIndex((s) => s.ref === ref && s.name === name);
    if (index < 0) throw new Error(`no series ${name} of ${ref}`);
    return values[index] as number;
  }

  /** Rows of a view. */
  rows(component: string, limit = 1000): readonly (readonly (string | number)[])[] {
    return this.run.views(limit).find((v) => v.component === component)?.rows ?? [];
  }
}
