import { lowering } from '@sluice/component';
import { spec } from './spec.ts';

export const lower = lowering(spec, () => [{ kind: 'union' }]);
