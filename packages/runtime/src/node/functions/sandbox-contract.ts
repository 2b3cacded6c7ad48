/** How an instance is made. */
export interface SandboxSettings {
  readonly shape: 'emit' | 'map' | 'filter' | 'flat-map' | 'reduce' | 'each';
  readonly fields: readonly string[];
  readonly outputs: readonly { readonly name: string; readonly type: string }[];
  /** Streams besides the first; their outputs are numbered on behind those of the first. */
  readonly streams: readonly {
    readonly name: string;
    readonly outputs: readonly { readonly name: string; readonly type: string }[];
  }[];
  /** Rows of a call at most. */
  readonly maxRows: number;
  /** Characters a record may give, and a call. */
  readonly recordLimit: number;
  readonly callLimit: number;
}

/** The part of the context the runner talks to. */
export interface Driver {
  /** Numbers of the rows: for each field, `maxRows` starts and as many ends, or as many doubles. */
  readonly inputs: ArrayBuffer;
  /** The function; undefined when the code gave none. */
  take(made: unknown): boolean;
  /** Sets the rows of a field: `t` parts of a text, `n` numbers, `j` a list as JSON. */
  column(field: number, kind: string, text: string): void;
  /** Rows of the next run, what time it is meanwhile, and where random numbers begin. */
  prepare(rows: number, nowMs: number, seed: number): void;
  /** Calls the function for rows until all are done or there is too much to carry; returns how many were. */
  run(): number;
  /** Records given to a stream; 0 is the first. */
  given(stream: number): number;
  /** Copies the row each of them came from. */
  origins(stream: number, into: ArrayBuffer): void;
  /** How an output reads: `t`, `n` or `j`. */
  kindOf(output: number): string;
  /** Its texts in one, or its values as a JSON list. */
  textOf(output: number): string;
  /** Lengths of its texts, or its numbers. */
  numbersOf(output: number, into: ArrayBuffer): void;
  /** Failures and logs as JSON; empty when there are none. */
  troubles(): string;
  /** What something thrown says, as JSON. */
  describe(thrown: unknown): string;
}
