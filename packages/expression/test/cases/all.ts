import type { Case } from './case.ts';
import { jsonCases, timeCases } from './json-and-time.ts';
import { logicCases } from './logic.ts';
import { numberCases } from './numbers.ts';
import { textCases } from './texts.ts';

/** The one table that every printer is held to. */
export const allCases: readonly Case[] = [
  ...numberCases,
  ...logicCases,
  ...textCases,
  ...jsonCases,
  ...timeCases,
];
