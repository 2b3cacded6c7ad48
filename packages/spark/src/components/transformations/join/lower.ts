import { lowering } from '@sluice/component';
import { lowerJoin } from '../../../semantics/join.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (_config, context) => lowerJoin('inner', context));
