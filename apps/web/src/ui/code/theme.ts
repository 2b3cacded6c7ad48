import type { editor } from 'monaco-editor/editor';

/** Reads a design token of the theme on screen as `#rrggbb`. */
export type TokenColor = (token: string) => string;

/** A colour as browsers compute it in sRGB, `color(srgb 0.1 0.2 0.3 / 0.5)`, as `#rrggbb` or `#rrggbbaa`. */
export function toHex(computed: string): string {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (computed.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(
    Number,
  );
  const parts = alpha === 1 ? [red, green, blue] : [red, green, blue, alpha];
  return `#${parts.map(byteOf).join('')}`;
}

function byteOf(part: number): string {
  return Math.round(Math.min(1, Math.max(0, part)) * 255)
    .toString(16)
    .padStart(2, '0');
}

/** Reads tokens through the browser's own colour arithmetic: they may be written in any CSS colour space. */
export function readTokens(): { readonly color: TokenColor; readonly done: () => void } {
  const probe = document.createElement('i');
  probe.hidden = true;
  document.body.append(probe);
  return {
    color: (token) => {
      probe.style.color = `color-mix(in srgb, var(--color-${token}) 100%, transparent)`;
      return toHex(getComputedStyle(probe).color);
    },
    done: () => probe.remove(),
  };
}

/** Our tokens in Monaco's words. */
export function themeOf(theme: 'light' | 'dark', color: TokenColor): editor.IStandaloneThemeData {
  const faint = (token: string, alpha: string): string => `${color(token).slice(0, 7)}${alpha}`;
  const rule = (token: string, name: string): editor.ITokenThemeRule => ({
    token,
    foreground: color(name).slice(1, 7),
  });
  return {
    base: theme === 'dark' ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      rule('', 'text'),
      rule('agent', 'text-3'),
      rule('separator', 'text-3'),
      rule('key', 'code-key'),
      rule('type', 'code-keyword'),
      rule('keyword', 'code-keyword'),
      rule('number', 'code-number'),
      rule('string', 'code-string'),
      rule('escape', 'code-number'),
      rule('comment', 'code-comment'),
    ],
    colors: {
      foreground: color('text'),
      descriptionForeground: color('text-2'),
      disabledForeground: color('text-3'),
      errorForeground: color('error'),
      focusBorder: color('accent'),
      'icon.foreground': color('text-2'),
      'widget.border': color('line-2'),
      'editor.background': color('panel'),
      'editor.foreground': color('text'),
      'editorCursor.foreground': color('text'),
      'editorLineNumber.foreground': color('text-3'),
      'editorLineNumber.activeForeground': color('text-2'),
      'editor.lineHighlightBackground': '#00000000',
      'editor.lineHighlightBorder': color('line'),
      'editor.selectionBackground': faint('accent', '3d'),
      'editor.inactiveSelectionBackground': faint('accent', '24'),
      'editor.findMatchBackground': faint('warn-fill', '80'),
      'editor.findMatchHighlightBackground': faint('warn-fill', '40'),
      'editorBracketMatch.background': faint('accent', '1f'),
      'editorBracketMatch.border': color('accent-line'),
      'editorError.foreground': color('error-fill'),
      'editorWarning.foreground': color('warn-fill'),
      'editorInfo.foreground': color('water'),
      'editorWidget.background': color('raised'),
      'editorWidget.foreground': color('text'),
      'editorWidget.border': color('line-2'),
      'editorHoverWidget.background': color('raised'),
      'editorHoverWidget.foreground': color('text'),
      'editorHoverWidget.border': color('line-2'),
      'editorHoverWidget.statusBarBackground': color('sunken'),
      'editorSuggestWidget.background': color('raised'),
      'editorSuggestWidget.border': color('line-2'),
      'editorSuggestWidget.foreground': color('text'),
      'editorSuggestWidget.selectedBackground': color('accent-soft'),
      'editorSuggestWidget.selectedForeground': color('text'),
      'editorSuggestWidget.highlightForeground': color('accent'),
      'editorSuggestWidget.focusHighlightForeground': color('accent'),
      'editorMarkerNavigation.background': color('sunken'),
      'editorMarkerNavigationError.background': color('error-line'),
      'editorMarkerNavigationWarning.background': color('warn-line'),
      'editorMarkerNavigationInfo.background': color('accent-line'),
      'input.background': color('panel'),
      'input.foreground': color('text'),
      'input.border': color('control'),
      'input.placeholderForeground': color('text-3'),
      'inputValidation.infoBackground': color('raised'),
      'inputValidation.infoForeground': color('text'),
      'inputValidation.infoBorder': color('line-2'),
      'inputOption.activeBackground': color('accent-soft'),
      'inputOption.activeBorder': color('accent-line'),
      'inputOption.activeForeground': color('text'),
      'list.hoverBackground': color('hover'),
      'list.hoverForeground': color('text'),
      'list.focusBackground': color('accent-soft'),
      'list.focusForeground': color('text'),
      'list.activeSelectionBackground': color('accent-soft'),
      'list.activeSelectionForeground': color('text'),
      'list.highlightForeground': color('accent'),
      'menu.background': color('raised'),
      'menu.foreground': color('text'),
      'menu.border': color('line-2'),
      'menu.selectionBackground': color('hover'),
      'menu.selectionForeground': color('text'),
      'menu.separatorBackground': color('line'),
      'scrollbar.shadow': '#00000000',
      'scrollbarSlider.background': faint('control', '66'),
      'scrollbarSlider.hoverBackground': faint('control', '99'),
      'scrollbarSlider.activeBackground': faint('control', 'cc'),
      'textLink.foreground': color('accent'),
      'textLink.activeForeground': color('accent'),
      'textCodeBlock.background': color('sunken'),
      'toolbar.hoverBackground': color('hover'),
    },
  };
}
