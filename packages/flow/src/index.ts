export type {
  Box,
  Change,
  Flow,
  FlowComponent,
  FlowConnection,
  FlowSystem,
  FlowText,
  Patch,
  Position,
} from './flow.ts';
export { emptyFlow } from './flow.ts';
