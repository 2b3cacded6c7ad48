// Written by `npm run generate`; do not edit.
import type { Implementations } from '@sluice/runtime';

export const implementations: Implementations = {
};
