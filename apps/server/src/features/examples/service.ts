import { examples } from '@sluice/examples';
import type { Example } from '@sluice/protocol';

/** The examples of the gallery. */
export function listExamples(): readonly Example[] {
  return examples;
}

/** An example by id. */
export function findExample(id: string): Example | undefined {
  return examples.find((example) => example.id === id);
}
