export type {
  KernelName,
  OperatorWork,
  Plan,
  PlannedBound,
  PlannedGroup,
  PlannedOperator,
  PlannedStage,
  PlannedStream,
  Tier,
} from './plan.ts';
export { planProgram } from './plan-program.ts';
export { printPlan } from './print-plan.ts';
