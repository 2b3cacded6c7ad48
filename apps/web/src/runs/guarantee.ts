import type { Catalog } from '@sluice/component';
import type { Flow } from '@sluice/flow';

export type Guarantee = 'at-most-once' | 'at-least-once' | 'exactly-once';

/** The weakest promise in a flow, and the sentences it comes from. */
export interface FlowGuarantee {
  readonly guarantee: Guarantee;
  readonly reasons: readonly { readonly name: string; readonly text: string }[];
}

const strength: readonly Guarantee[] = ['at-most-once', 'at-least-once', 'exactly-once'];

/** Reads the promise out of a component's sentence; undefined when it makes none of the three. */
export function readGuarantee(text: string): Guarantee | undefined {
  if (/^none\b/i.test(text)) return 'at-most-once';
  return strength.find((guarantee) => new RegExp(guarantee.replaceAll('-', '[- ]'), 'i').test(text));
}

/** A flow promises no more than its weakest component does. */
export function guaranteeOf(flow: Flow, catalog: Catalog): FlowGuarantee | undefined {
  const said = Object.values(flow.components).flatMap(({ name, type }) => {
    const text = catalog.component(type)?.guarantee;
    const guarantee = text === undefined ? undefined : readGuarantee(text);
    return text === undefined || guarantee === undefined ? [] : [{ name, text, guarantee }];
  });
  const weakest = strength.find((guarantee) => said.some((one) => one.guarantee === guarantee));
  if (weakest === undefined) return undefined;
  return { guarantee: weakest, reasons: said.filter((one) => one.guarantee === weakest) };
}
