import { DropdownMenu } from 'radix-ui';
import { Fragment, type ReactElement, type ReactNode } from 'react';
import { Icon } from './Icon.tsx';

/** One row of a menu. */
export type MenuEntry =
  | {
      readonly kind?: 'action';
      readonly label: string;
      readonly icon?: string;
      readonly keys?: readonly string[];
      /** Quiet words at the right. */
      readonly note?: string;
      readonly isDisabled?: boolean;
      readonly isDanger?: boolean;
      /** Set on rows that are one of a choice: draws a check when true. */
      readonly isChecked?: boolean;
      readonly onSelect: () => void;
    }
  | { readonly kind: 'separator' }
  | { readonly kind: 'label'; readonly label: string }
  | {
      readonly kind: 'sub';
      readonly label: string;
      readonly icon?: string;
      readonly entries: readonly MenuEntry[];
    };

export interface MenuProps {
  /** One button. */
  readonly trigger: ReactNode;
  readonly entries: readonly MenuEntry[];
  readonly align?: 'start' | 'center' | 'end';
  readonly side?: 'top' | 'bottom';
}

/** A menu under its button. */
export function Menu({ trigger, entries, align = 'end', side = 'bottom' }: MenuProps): ReactElement {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      {/* Beside its button, not at the end of the page: the menu belongs to the landmark its button is in. */}
      <DropdownMenu.Content
        className="pop menu"
        align={align}
        side={side}
        sideOffset={4}
        collisionPadding={8}
      >
        <Entries entries={entries} />
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

function Entries({ entries }: { readonly entries: readonly MenuEntry[] }): ReactElement {
  return (
    <>
      {entries.map((entry, index) => (
        // rows of a menu have no identity beyond their place
        <Fragment key={index}>
          <Entry entry={entry} />
        </Fragment>
      ))}
    </>
  );
}

function Entry({ entry }: { readonly entry: MenuEntry }): ReactElement {
  switch (entry.kind) {
    case 'separator':
      return <DropdownMenu.Separator className="menu-sep" />;
    case 'label':
      return <DropdownMenu.Label className="menu-label">{entry.label}</DropdownMenu.Label>;
    case 'sub':
      return (
        <DropdownMenu.Sub>
          <DropdownMenu.SubTrigger className="menu-item">
            {entry.icon === undefined ? null : <Icon name={entry.icon} size={13} className="muted" />}
            {entry.label}
            <span className="k">
              <Icon name="chevron-right" size={12} className="muted" />
            </span>
          </DropdownMenu.SubTrigger>
          <DropdownMenu.Portal>
            <DropdownMenu.SubContent className="pop menu" sideOffset={4} collisionPadding={8}>
              <Entries entries={entry.entries} />
            </DropdownMenu.SubContent>
          </DropdownMenu.Portal>
        </DropdownMenu.Sub>
      );
    default:
      return (
        <DropdownMenu.Item
          className={entry.isDanger === true ? 'menu-item danger' : 'menu-item'}
          disabled={entry.isDisabled === true}
          onSelect={entry.onSelect}
          {...(entry.isChecked === undefined
            ? {}
            : { role: 'menuitemradio', 'aria-checked': entry.isChecked })}
        >
          {entry.isChecked === undefined ? null : (
            <span className="slot">{entry.isChecked ? <Icon name="check" size={12} /> : null}</span>
          )}
          {entry.icon === undefined ? null : (
            <Icon name={entry.icon} size={13} {...(entry.isDanger === true ? {} : { className: 'muted' })} />
          )}
          {entry.label}
          {entry.note === undefined ? null : <span className="note">{entry.note}</span>}
          {entry.keys === undefined ? null : (
            <span className="k">
              {entry.keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </span>
          )}
        </DropdownMenu.Item>
      );
  }
}
