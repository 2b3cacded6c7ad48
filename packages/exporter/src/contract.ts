import type { Catalog, Drawing } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';

export interface ExportedFile {
  readonly path: string;
  readonly content: string;
}

export interface Exported {
  readonly files: readonly ExportedFile[];
  /** What the target cannot express or expresses with a difference, at the component. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Takes a drawing to the files of one engine. */
export interface ExportTarget {
  /** `flume`, later `storm-flux`, `pyspark-dstream`, `scala-dstream`, `pyspark-structured`. */
  readonly id: string;
  readonly title: string;
  export(drawing: Drawing, catalog: Catalog): Exported;
}
