/** The parts of a screen in the order F6 walks them. */
const regions = ['.topbar', '.side', '.runbar', '.main', '.dash', '.statusbar'];

const focusable =
  'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), select:not(:disabled), [tabindex="0"]';

/** Moves the focus to the first control of the next part of the screen; `step` -1 goes back. */
export function focusNextRegion(step: 1 | -1): void {
  const present = regions.flatMap((selector) => {
    const region = document.querySelector<HTMLElement>(selector);
    const first = region?.querySelector<HTMLElement>(focusable);
    return region == null || first == null || region.offsetParent === null ? [] : [{ region, first }];
  });
  if (present.length === 0) return;
  const at = present.findIndex(({ region }) => region.contains(document.activeElement));
  const next = at < 0 ? (step === 1 ? 0 : present.length - 1) : (at + step + present.length) % present.length;
  present[next]?.first.focus();
}
