import { create } from 'zustand';

/** What one node shows about the run beside numbers; changes a few times a minute, so it may render. */
export interface LiveNode {
  readonly flag?: { readonly tone: 'warn' | 'err' | 'idle'; readonly icon: string; readonly text: string };
  readonly isBlocked: boolean;
}

export interface LiveEdge {
  /** Thirds of the highest rate of the flow: 1, 2 or 3. */
  readonly weight: 1 | 2 | 3;
  readonly isBlocked: boolean;
}

interface LiveState {
  readonly nodes: { readonly [id: string]: LiveNode };
  readonly edges: { readonly [id: string]: LiveEdge };
  /** A run of this flow is measured now. */
  readonly isMeasured: boolean;
}

/** The slow part of the live picture, worked out once a second; numbers go to the overlay instead. */
export const useLiveState = create<LiveState>(() => ({ nodes: {}, edges: {}, isMeasured: false }));
