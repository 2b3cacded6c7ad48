import { create } from 'zustand';
import type { Waiting } from './waiting.ts';

/** Set while a person is asked whether to drain before a stop. */
export const useStopQuestion = create<{ readonly waiting: Waiting | undefined }>(() => ({
  waiting: undefined,
}));
