import { checkFlow, emptyFlow, type Flow, parseFlow, replaceDrawing } from '@sluice/flow';
import type { Diagnostic } from '@sluice/ir';
import { catalog } from '../../engines.ts';

/** A flow made from something a person gave, with what was wrong in it; no flow when nothing could be read. */
export interface Imported {
  readonly flow: Flow | undefined;
  readonly problems: readonly Diagnostic[];
}

/**
 * Reads a text in any language a lens knows, or a saved flow, by its content. Parses, never executes. The text stays
 * in the flow, byte for byte; one that does not parse is no flow.
 */
export function importText(text: string, name: string): Imported {
  if (/^\s*\{/.test(text)) {
    const { flow, problems } = parseFlow(text);
    return { flow, problems: problems ?? [] };
  }
  const engine = catalog.engines.find(({ lens }) => lens?.recognises(text) === true);
  if (!engine?.lens) {
    return {
      flow: undefined,
      problems: [
        {
          code: 'IMPORT_LANGUAGE_UNKNOWN',
          severity: 'error',
          message: 'The text is neither a saved flow nor a Flume properties file.',
          at: {},
          help: 'A Flume file has lines like `a1.sources = r1`.',
        },
      ],
    };
  }
  const { drawing, problems } = engine.lens.get(text);
  if (problems.some((problem) => problem.severity === 'error')) return { flow: undefined, problems };
  const textId = `${engine.id}-text`;
  const empty = emptyFlow(name);
  const carrying: Flow = { ...empty, texts: { [textId]: { language: engine.lens.language, content: text } } };
  return { flow: replaceDrawing(carrying, textId, drawing), problems };
}

/** Reads a whole flow document that came as JSON. */
export function importFlow(value: unknown): Imported {
  const { flow, problems } = checkFlow(value);
  return { flow, problems: problems ?? [] };
}
