import type { ButtonHTMLAttributes, ReactElement, Ref } from 'react';
import { Icon } from './Icon.tsx';
import { Tooltip } from './Tooltip.tsx';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'primary' | 'ghost' | 'danger';
  readonly size?: 'sm' | 'lg';
  readonly icon?: string;
  /** Draws the small arrow of a button that opens a menu. */
  readonly hasCaret?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with words. One `primary` button at most on a screen. */
export function Button({
  look,
  size,
  icon,
  hasCaret = false,
  className,
  children,
  ...rest
}: ButtonProps): ReactElement {
  const names = ['btn', look, size, className].filter(Boolean).join(' ');
  return (
    <button type="button" className={names} {...rest}>
      {icon === undefined ? null : <Icon name={icon} size={size === 'sm' ? 12 : 13} />}
      {children}
      {hasCaret ? <Icon name="chevron-down" size={12} className="caret" /> : null}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, 'icon' | 'hasCaret'> {
  readonly icon: string;
  /** Read aloud and shown as tooltip. */
  readonly label: string;
  readonly keys?: readonly string[];
  readonly iconSize?: number;
}

/** A button that is only an icon; its name is in the tooltip. */
export function IconButton({
  icon,
  label,
  keys,
  look = 'ghost',
  size,
  iconSize,
  className,
  ...rest
}: IconButtonProps): ReactElement {
  const names = ['btn', 'icon', look, size, className].filter(Boolean).join(' ');
  return (
    <Tooltip text={label} {...(keys === undefined ? {} : { keys })}>
      <button type="button" className={names} aria-label={label} {...rest}>
        <Icon name={icon} size={iconSize ?? (size === 'sm' ? 13 : 15)} />
      </button>
    </Tooltip>
  );
}
