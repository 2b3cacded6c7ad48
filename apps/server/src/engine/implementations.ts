import { flumeImplementations } from '@sluice/flume/runtime';
import type { Implementations } from '@sluice/runtime';
import { sparkImplementations } from '@sluice/spark/runtime';
import { stormImplementations } from '@sluice/storm/runtime';

/** What runs, for the engine process only; with `engines.ts` the only list of engines. */
export const implementations: Implementations = {
  ...flumeImplementations,
  ...stormImplementations,
  ...sparkImplementations,
};
