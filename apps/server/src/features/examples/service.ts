import type { Example } from '@sluice/protocol';

/** The examples of the gallery. */
export function listExamples(): readonly Example[] {
  return [];
}

/** An example by id. */
export function findExample(id: string): Example | undefined {
  return listExamples().find((example) => example.id === id);
}
