/** A text as it is kept over a reload. */
export interface KeptText {
  readonly base: string;
  readonly text: string;
}

type KeptTexts = { readonly [agent: string]: KeptText };

const keyOf = (flow: string): string => `sluice.texts.${flow}`;

/** Keeps the typed texts of a flow in this tab of the browser. */
export function keepTexts(flow: string, texts: KeptTexts): void {
  if (Object.keys(texts).length === 0) {
    forgetTexts(flow);
    return;
  }
  const plain = Object.entries(texts).map(([agent, { base, text }]) => [agent, { base, text }]);
  attempt(() => sessionStorage.setItem(keyOf(flow), JSON.stringify(Object.fromEntries(plain))));
}

/** The texts that were kept for a flow. */
export function keptTexts(flow: string): KeptTexts {
  const stored = attempt(() => sessionStorage.getItem(keyOf(flow)));
  const value: unknown = attempt(() => JSON.parse(stored ?? '{}'));
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, KeptText] => isText(entry[1])),
  );
}

export function forgetTexts(flow: string): void {
  attempt(() => sessionStorage.removeItem(keyOf(flow)));
}

function isText(value: unknown): value is KeptText {
  if (typeof value !== 'object' || value === null || !('base' in value) || !('text' in value)) return false;
  return typeof value.base === 'string' && typeof value.text === 'string';
}

/** Storage may be full or forbidden; then a text lives as long as its page. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
