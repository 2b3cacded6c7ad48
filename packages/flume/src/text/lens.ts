import type { ComponentSpec, TextLens } from '@sluice/component';
import { locateComponents } from './locate.ts';
import { printAgent } from './print.ts';
import { putText } from './put.ts';
import { readText } from './read.ts';

const declaration = /^[ \t\f]*[^\s#!=:.][^\s=:.]*\.(sources|channels|sinks)[ \t\f]*[=: \t]/m;

/** The two-way reading between Flume's `.properties` and the drawing, for the components of a catalog. */
export function createFlumeLens(components: readonly ComponentSpec[]): TextLens {
  const specs = new Map(components.map((spec) => [spec.id, spec]));
  const specOf = (id: string): ComponentSpec | undefined => specs.get(id);
  return {
    language: 'flume-properties',
    title: '.properties',
    recognises: (text) => declaration.test(text),
    get: (text, previous) => readText(text, specOf, previous),
    put: (drawing, id) => putText(drawing, id, specOf),
    print: (drawing, system) => printAgent(drawing, system, specOf),
    locate: locateComponents,
  };
}
