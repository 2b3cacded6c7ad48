/** Parts of Monaco that come without types. */
declare module 'monaco-editor/internal/common/initialize' {
  export function initialize(callback: (context: unknown, data: unknown) => unknown): void;
}

declare module 'monaco-editor/languages/features/typescript/lib/typescriptServices' {
  export const typescript: typeof import('typescript');
}

declare module 'monaco-editor/languages/features/typescript/tsWorker' {
  import type ts from 'typescript';

  /** A text of the page. */
  export interface MirrorModel {
    readonly uri: { toString(skipEncoding?: boolean): string };
    readonly version: number;
    getValue(): string;
  }
  export interface ExtraLibs {
    readonly [path: string]: { readonly content: string; readonly version: number };
  }
  export interface WorkerDiagnostic {
    readonly start?: number;
    readonly length?: number;
    readonly messageText: string | ts.DiagnosticMessageChain;
    readonly code: number;
    readonly category: number;
    readonly relatedInformation?: readonly WorkerDiagnostic[];
  }

  export class TypeScriptWorker {
    constructor(context: unknown, data: unknown);
    protected _extraLibs: ExtraLibs;
    protected _getModel(fileName: string): MirrorModel | null;
    protected _getScriptText(fileName: string): string | undefined;
    getScriptFileNames(): string[];
    getScriptVersion(fileName: string): string;
    getLanguageService(): ts.LanguageService;
    getSyntacticDiagnostics(fileName: string): Promise<WorkerDiagnostic[]>;
    getSemanticDiagnostics(fileName: string): Promise<WorkerDiagnostic[]>;
    getSuggestionDiagnostics(fileName: string): Promise<WorkerDiagnostic[]>;
    getCompletionsAtPosition(fileName: string, position: number): Promise<ts.CompletionInfo | undefined>;
    getCompletionEntryDetails(
      fileName: string,
      position: number,
      entry: string,
    ): Promise<ts.CompletionEntryDetails | undefined>;
    getSignatureHelpItems(
      fileName: string,
      position: number,
      options: unknown,
    ): Promise<ts.SignatureHelpItems | undefined>;
    getQuickInfoAtPosition(fileName: string, position: number): Promise<ts.QuickInfo | undefined>;
  }
}
