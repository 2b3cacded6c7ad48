import { create } from 'zustand';
import { setPanelSizes } from '../canvas/panel-sizes.ts';
import type { CodeFieldProps } from '../ui/code/code.ts';

export type LaneTab = 'text' | 'problems' | 'plan' | 'data' | 'log' | 'letters';

interface LaneStore {
  readonly tab: LaneTab;
  /** Set while the text lane shows the flow file instead of the selected agent's text. */
  readonly isDocument: boolean;
  /** Where the cursor of the text stands. */
  readonly caret: { readonly line: number; readonly column: number };
  /** Where the text lane puts its cursor. */
  readonly wanted: WantedText | undefined;
}

/** A place the text lane is asked to show. */
export interface WantedText {
  readonly agent: string;
  readonly place: NonNullable<CodeFieldProps['wanted']>;
}

/** What the lane under the canvas shows. */
export const useLane = create<LaneStore>(() => ({
  tab: 'text',
  isDocument: false,
  caret: { line: 1, column: 1 },
  wanted: undefined,
}));

/** Shows a tab of the lane, unfolding it. */
export function showLane(tab: LaneTab): void {
  useLane.setState({ tab });
  setPanelSizes({ isLaneFolded: false });
}

/** Tells where the cursor of the text stands. */
export function tellCaret(caret: LaneStore['caret']): void {
  useLane.setState({ caret });
}
