import type { Catalog, Drawing } from '@sluice/component';
import type { Diagnostic, Program, Schema } from '@sluice/ir';

export interface CompileOptions {
  readonly catalog: Catalog;
  readonly name?: string;
}

/** All diagnostics of all passes; the program is there when none of them is an error. */
export interface Compiled {
  readonly diagnostics: readonly Diagnostic[];
  readonly program: Program | undefined;
  /** What arrives at components and flows on connections, as far as it is known; there with errors too. */
  readonly schemas: {
    readonly components: { readonly [id: string]: Schema };
    readonly connections: { readonly [id: string]: Schema };
  };
}

/** Turns a drawing into a program. Pure: equal drawings and catalogs give equal programs, byte for byte. */
export type Compile = (drawing: Drawing, options: CompileOptions) => Compiled;
