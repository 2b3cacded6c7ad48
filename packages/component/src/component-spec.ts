import type { ConfigOf, FieldSpecs } from './field.ts';

/** Where edges may attach. Two ports connect when the output `carries` what the input `carries`. */
export interface PortSpec {
  readonly name: string;
  /** A port type of the engine, e.g. `flume.put`, `flume.take`, `storm.tuple`, `spark.dstream`, `link.directory`. */
  readonly carries: string;
  /** Most connections; no limit when left out. */
  readonly max?: number;
  readonly isRequired?: boolean;
}

export type Target = 'flume' | 'storm' | 'spark';

/** Whether a component can be taken to an engine: exactly, with a named difference, or not. */
export type Capability =
  | { readonly can: 'yes' }
  | { readonly can: 'with-difference'; readonly difference: string }
  | { readonly can: 'no'; readonly because: string };

/** How a component describes itself: the one source of palette, form, docs, defaults, checks and export keys. */
export interface ComponentSpec<TFields extends FieldSpecs = FieldSpecs> {
  /** `<engine>.<kind>.<name>`, equal to the folder path. */
  readonly id: string;
  readonly title: string;
  /** One sentence ending in a full stop. */
  readonly summary: string;
  /** Paragraphs for the Docs tab, plain text; back-ticks mark code. */
  readonly docs: readonly string[];
  /** A lucide icon name. */
  readonly icon: string;
  /** The engine's own name of the type in its text (`netcat`, `hdfs`, `org.apache.storm…`). */
  readonly exportType?: string;
  readonly inputs: readonly PortSpec[];
  readonly outputs: readonly PortSpec[];
  readonly config: TFields;
  /** Set on kinds drawn on another component instead of on the canvas. */
  readonly attachesTo?: string;
  /** Engines the component can be taken to; its own engine is `yes` when left out, others `no`. */
  readonly targets?: { readonly [K in Target]?: Capability };
  /** What it promises when a process dies. */
  readonly guarantee?: string;
  /** The up-to-three metric series shown on the node, by series name, with their short labels. */
  readonly nodeMetrics?: readonly { readonly series: string; readonly label: string }[];
}

/**
 * Declares a component. The literal types of its fields survive, so that config is typed in `lower` and `run`.
 *
 * @example
 * const spec = defineComponent({
 *   id: 'flume.sink.null', title: 'null', summary: 'Discards every event it takes.', docs: [], icon: 'ban',
 *   inputs: [{ name: 'in', carries: 'flume.take', max: 1, isRequired: true }], outputs: [],
 *   config: { batchSize: field.integer({ label: 'Batch size', help: 'Events per transaction.', default: 100 }) },
 * });
 */
export function defineComponent<const TFields extends FieldSpecs>(
  spec: ComponentSpec<TFields>,
): ComponentSpec<TFields> {
  return spec;
}

/** The config type of a declared component. */
export type SpecConfig<TSpec> = TSpec extends ComponentSpec<infer TFields> ? ConfigOf<TFields> : never;

export interface SystemSpec<TFields extends FieldSpecs = FieldSpecs> {
  /** `flume.agent`, `storm.topology`, `spark.context`. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly docs: readonly string[];
  readonly icon: string;
  readonly config: TFields;
}

/** Declares a system; see {@link defineComponent}. */
export function defineSystem<const TFields extends FieldSpecs>(
  spec: SystemSpec<TFields>,
): SystemSpec<TFields> {
  return spec;
}
