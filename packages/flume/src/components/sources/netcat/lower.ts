import { lowering } from '@sluice/component';
import { lowerSource } from '../../../semantics/lower-source.ts';
import { spec } from './spec.ts';

export const lower = lowering(spec, (config) => lowerSource(spec.id, config));
