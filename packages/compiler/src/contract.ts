import type { Catalog, Drawing } from '@sluice/component';
import type { Diagnostic, Program } from '@sluice/ir';

export interface CompileOptions {
  readonly catalog: Catalog;
  readonly name?: string;
}

/** All diagnostics of all passes; the program is there when none of them is an error. */
export interface Compiled {
  readonly diagnostics: readonly Diagnostic[];
  readonly program: Program | undefined;
}

/** Turns a drawing into a program. Pure: equal drawings and catalogs give equal programs, byte for byte. */
export type Compile = (drawing: Drawing, options: CompileOptions) => Compiled;
