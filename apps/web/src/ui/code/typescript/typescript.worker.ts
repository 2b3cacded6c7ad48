/** TypeScript for code fields, in a worker of its own: three megabytes that load when the first one is shown. */
import { initialize } from 'monaco-editor/internal/common/initialize';
import { typescript } from 'monaco-editor/languages/features/typescript/lib/typescriptServices';
import {
  type MirrorModel,
  TypeScriptWorker,
  type WorkerDiagnostic,
} from 'monaco-editor/languages/features/typescript/tsWorker';
import type ts from 'typescript';
import { type FramedCode, frameCode } from './frame-code.ts';

/** Names that exist in browsers or in Node; the compiler says what there is instead. */
const elsewhere = new Set([2580, 2581, 2582, 2584, 2591, 2592, 2593]);
const typesOf = (fileName: string): string => `${fileName}.types`;

/** Reads each code within its frame, and speaks of places in the code. */
class FunctionWorker extends TypeScriptWorker {
  readonly #frames = new Map<string, { readonly version: string; readonly frame: FramedCode }>();

  /** Codes know nothing of each other. */
  override getScriptFileNames(): string[] {
    return super.getScriptFileNames().filter((name) => this._getModel(name) !== null);
  }

  override getScriptVersion(fileName: string): string {
    const types = this._extraLibs[typesOf(fileName)];
    return `${super.getScriptVersion(fileName)}.${types?.version ?? 0}`;
  }

  protected override _getScriptText(fileName: string): string | undefined {
    const model = this._getModel(fileName);
    return model === null ? super._getScriptText(fileName) : this.#frameOf(fileName, model).text;
  }

  override async getSyntacticDiagnostics(fileName: string): Promise<WorkerDiagnostic[]> {
    return this.#told(fileName, await super.getSyntacticDiagnostics(fileName));
  }

  override async getSemanticDiagnostics(fileName: string): Promise<WorkerDiagnostic[]> {
    return this.#told(fileName, await super.getSemanticDiagnostics(fileName));
  }

  override async getSuggestionDiagnostics(fileName: string): Promise<WorkerDiagnostic[]> {
    return this.#told(fileName, await super.getSuggestionDiagnostics(fileName));
  }

  override async getCompletionsAtPosition(
    fileName: string,
    position: number,
  ): Promise<ts.CompletionInfo | undefined> {
    const frame = this.#frame(fileName);
    const found = await super.getCompletionsAtPosition(fileName, frame?.toFrame(position) ?? position);
    if (found === undefined || frame === undefined) return found;
    const entries = found.entries
      .filter(({ name }) => !name.startsWith('Sluice'))
      .map(({ replacementSpan, ...entry }) => {
        const span = replacementSpan && spanOf(frame, replacementSpan);
        return span ? { ...entry, replacementSpan: span } : entry;
      });
    return { ...found, entries };
  }

  override getCompletionEntryDetails(
    fileName: string,
    position: number,
    entry: string,
  ): Promise<ts.CompletionEntryDetails | undefined> {
    const at = this.#frame(fileName)?.toFrame(position) ?? position;
    return super.getCompletionEntryDetails(fileName, at, entry);
  }

  override async getSignatureHelpItems(
    fileName: string,
    position: number,
    options: unknown,
  ): Promise<ts.SignatureHelpItems | undefined> {
    const at = this.#frame(fileName)?.toFrame(position) ?? position;
    return super.getSignatureHelpItems(fileName, at, options);
  }

  override async getQuickInfoAtPosition(
    fileName: string,
    position: number,
  ): Promise<ts.QuickInfo | undefined> {
    const frame = this.#frame(fileName);
    const found = await super.getQuickInfoAtPosition(fileName, frame?.toFrame(position) ?? position);
    const textSpan = found && frame && spanOf(frame, found.textSpan);
    return found && textSpan ? { ...found, textSpan } : undefined;
  }

  #frame(fileName: string): FramedCode | undefined {
    const model = this._getModel(fileName);
    return model === null ? undefined : this.#frameOf(fileName, model);
  }

  #frameOf(fileName: string, model: MirrorModel): FramedCode {
    const version = this.getScriptVersion(fileName);
    const known = this.#frames.get(fileName);
    if (known?.version === version) return known.frame;
    const types = this._extraLibs[typesOf(fileName)]?.content ?? '';
    const frame = frameCode(typescript, model.getValue(), types);
    this.#frames.set(fileName, { version, frame });
    return frame;
  }

  /** Diagnostics of the code, at its places; what is said of the frame is not the person's. */
  #told(fileName: string, found: readonly WorkerDiagnostic[]): WorkerDiagnostic[] {
    const frame = this.#frame(fileName);
    if (frame === undefined) return [...found];
    return found.flatMap(({ relatedInformation: _, ...diagnostic }) => {
      if (diagnostic.start === undefined || elsewhere.has(diagnostic.code)) return [];
      const span = spanOf(frame, { start: diagnostic.start, length: diagnostic.length ?? 1 });
      return span ? [{ ...diagnostic, ...span }] : [];
    });
  }
}

function spanOf(frame: FramedCode, { start, length }: ts.TextSpan): ts.TextSpan | undefined {
  const from = frame.toCode(start);
  const to = frame.toCode(start + length);
  if (from === undefined) return undefined;
  return { start: from, length: Math.max(0, (to ?? from) - from) };
}

// The first message wakes it, the second says with what.
self.onmessage = () => initialize((context, data) => new FunctionWorker(context, data));
