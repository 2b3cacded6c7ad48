import type { MatchPlan, MatchStep } from './match-contract.ts';

/** A step in memory; see `assembly/match-steps.ts`. */
export const stepBytes = 80;
/** Most bytes of a literal in one step. */
const longestLiteral = 8;
const endless = 0xffffffff;

/** A plan as the module reads it: the steps' fixed part, and which lists each of them writes to. */
export interface MatchProgram {
  readonly bytes: Uint8Array;
  readonly count: number;
  readonly edges: readonly { readonly before: number | undefined; readonly after: number | undefined }[];
}

const programs = new WeakMap<MatchPlan, MatchProgram>();

/** The program of a plan, made once. */
export function matchProgram(plan: MatchPlan): MatchProgram {
  let program = programs.get(plan);
  if (!program) programs.set(plan, (program = write(plan.steps.flatMap(split))));
  return program;
}

/** Longer literals go on in steps with an empty run. */
function split(step: MatchStep): readonly MatchStep[] {
  if (step.then.length <= longestLiteral) return [step];
  const rest = { ...step, min: 0, max: 0, then: step.then.slice(longestLiteral) };
  return [
    { ...step, then: step.then.slice(0, longestLiteral) },
    ...split({ ...rest, before: undefined, after: undefined }),
  ];
}

function write(steps: readonly MatchStep[]): MatchProgram {
  const bytes = new Uint8Array(steps.length * stepBytes);
  const view = new DataView(bytes.buffer);
  steps.forEach((step, index) => {
    const at = index * stepBytes;
    step.ascii.forEach((isTaken, code) => {
      if (isTaken) bytes[at + (code & 15)] = (bytes[at + (code & 15)] as number) | (1 << (code >> 4));
    });
    bytes.fill(step.takesOthers ? 0x80 : 0, at + 16, at + 32);
    view.setUint32(at + 32, step.min, true);
    view.setUint32(at + 36, Math.min(step.max, endless), true);
    view.setUint32(at + 40, step.then.length, true);
    bytes.set(step.then, at + 48);
    bytes.fill(0xff, at + 56, at + 56 + step.then.length);
  });
  const edges = steps.map(({ before, after }) => ({ before, after }));
  return { bytes, count: steps.length, edges };
}
