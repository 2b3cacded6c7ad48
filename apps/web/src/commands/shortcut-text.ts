const isMac = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.platform);

/** The key that stands for `$mod` on this machine. */
export const modKey: string = isMac ? '⌘' : 'Ctrl ';

const names: { readonly [part: string]: string } = {
  $mod: isMac ? '⌘' : 'Ctrl',
  Control: isMac ? '⌃' : 'Ctrl',
  Meta: isMac ? '⌘' : 'Win',
  Shift: isMac ? '⇧' : 'Shift',
  Alt: isMac ? '⌥' : 'Alt',
  Escape: 'Esc',
  Delete: 'Del',
  Backspace: '⌫',
  Enter: '⏎',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Space: 'Space',
};

/** The keys of one shortcut in tinykeys syntax, as they are printed: `$mod+Shift+z` gives `Ctrl`, `Shift`, `Z`. */
export function shortcutKeys(shortcut: string): readonly string[] {
  return (
    shortcut
      .split(' ')
      // A key that is only printed with Shift held is shown as what is printed.
      .map((press) => (/^Shift\+[^A-Za-z0-9]$/.test(press) ? press.slice(6) : press))
      .flatMap((press) => press.split(/\+(?!$)/))
      .map(
        (part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part.replace(/^(Key|Digit)/, '')),
      )
  );
}
