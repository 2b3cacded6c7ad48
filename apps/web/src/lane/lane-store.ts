import { create } from 'zustand';
import { setPanelSizes } from '../canvas/panel-sizes.ts';

export type LaneTab = 'text' | 'problems' | 'data' | 'log';

interface LaneStore {
  readonly tab: LaneTab;
}

/** What the lane under the canvas shows. */
export const useLane = create<LaneStore>(() => ({ tab: 'text' }));

/** Shows a tab of the lane, unfolding it. */
export function showLane(tab: LaneTab): void {
  useLane.setState({ tab });
  setPanelSizes({ isLaneFolded: false });
}
