import type { FieldSpec } from '@sluice/component';

/** What is said of a field: its help, and whether a running flow takes it at once. */
export function helpOf({ help, isLive }: FieldSpec): string {
  return isLive === true ? `${help} A running flow takes it at once.` : help;
}
