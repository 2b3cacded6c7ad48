import type { Catalog, CodeField, Drawing } from '@sluice/component';
import type { Diagnostic, Program, Schema } from '@sluice/ir';

/** Something wrong with code a person wrote; `start` and `end` count characters. */
export interface CodeFinding {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly help?: string;
  readonly start: number;
  readonly end: number;
}

/** Reads code without running any of it. */
export type CheckCode = (text: string, shape: CodeField['shape']) => readonly CodeFinding[];

export interface CompileOptions {
  readonly catalog: Catalog;
  readonly name?: string;
  /** Checks the fields that hold code, see the door `./code`; without it they are taken as they are. */
  readonly checkCode?: CheckCode;
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
