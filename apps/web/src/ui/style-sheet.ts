/**
 * Style sheets made while the page runs, as constructed sheets: the content policy allows no `<style>` elements.
 * What a library would do with such an element is done to `RunStyle` (see vite.config.ts).
 */
export interface RunStyle {
  /** All of its rules as text. */
  textContent: string;
  readonly sheet: CSSStyleSheet;
  remove(): void;
}

/** Adds a sheet to the page. */
export function addStyle(): RunStyle {
  const sheet = new CSSStyleSheet();
  let text = '';
  document.adoptedStyleSheets.push(sheet);
  return {
    sheet,
    get textContent() {
      return text;
    },
    set textContent(next) {
      text = next;
      sheet.replaceSync(next);
    },
    remove: () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    },
  };
}

/** Monaco's `createStyleSheet`, but for its container: nothing here lives in a shadow tree. */
export function createStyleSheet(
  _container: unknown,
  beforeAppend?: (style: RunStyle) => void,
  owner?: { add(thing: { dispose(): void }): void },
): RunStyle {
  const style = addStyle();
  beforeAppend?.(style);
  owner?.add({ dispose: style.remove });
  return style;
}
