import type { ReactElement } from 'react';
import type { IconName } from './icon-names.ts';
import { icons } from './icons.ts';

export interface IconProps {
  /** A lucide name. An unknown one (a spec of a newer catalog) is drawn as a box. */
  readonly name: IconName | (string & {});
  readonly size?: number;
  readonly className?: string;
  /** Says what the icon means where no text beside it does. */
  readonly label?: string;
}

/** Draws one icon in the current text colour. */
export function Icon({ name, size = 14, className, label }: IconProps): ReactElement {
  const Drawn = Object.hasOwn(icons, name) ? icons[name as IconName] : icons.box;
  const names = className === undefined ? 'i' : `i ${className}`;
  return label === undefined ? (
    <Drawn size={size} strokeWidth={1.75} className={names} aria-hidden="true" focusable="false" />
  ) : (
    <Drawn size={size} strokeWidth={1.75} className={names} role="img" aria-label={label} />
  );
}
