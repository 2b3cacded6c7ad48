import { Command as Cmdk } from 'cmdk';
import { Dialog } from 'radix-ui';
import { type ReactElement, useState } from 'react';
import { Icon } from '../ui/Icon.tsx';
import { closeOverlays, useOverlays } from './palette-state.ts';
import { type Command, useCommands } from './registry.ts';
import { shortcutKeys } from './shortcut-text.ts';

/** The command palette, opened by Ctrl+K from anywhere. */
export function Palette(): ReactElement {
  const isOpen = useOverlays((state) => state.isPaletteOpen);
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => (open ? undefined : closeOverlays())}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="pop command" aria-describedby={undefined}>
          <Dialog.Title className="sr">Search or run a command</Dialog.Title>
          <Search />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Search(): ReactElement {
  const commands = useCommands((state) => state.commands);
  const [text, setText] = useState('');
  const offered = commands.filter(
    (command) => command.id !== 'app.palette' && command.isKeysOnly !== true && command.enabled?.() !== false,
  );
  return (
    <Cmdk label="Commands" loop>
      <div className="ask">
        <Icon name="search" size={15} className="muted" />
        <Cmdk.Input value={text} onValueChange={setText} placeholder="Search or run a command" />
        <span className="muted">{offered.length}</span>
      </div>
      <Cmdk.List>
        <Cmdk.Empty>No command matches “{text}”.</Cmdk.Empty>
        {offered.map((command) => (
          <Row key={command.id} command={command} />
        ))}
      </Cmdk.List>
      <div className="foot" aria-hidden="true">
        <span>
          <kbd>↑</kbd>
          <kbd>↓</kbd> move
        </span>
        <span>
          <kbd>⏎</kbd> run
        </span>
        <span>
          <kbd>esc</kbd> close
        </span>
      </div>
    </Cmdk>
  );
}

function Row({ command }: { readonly command: Command }): ReactElement {
  const [bound] = typeof command.shortcut === 'string' ? [command.shortcut] : (command.shortcut ?? []);
  const first = bound ?? command.keysOnCanvas?.[0];
  return (
    <Cmdk.Item
      className="menu-item"
      value={`${command.title} ${command.place ?? ''} ${command.id}`}
      {...(command.words === undefined ? {} : { keywords: [command.words] })}
      onSelect={() => {
        closeOverlays();
        // After the dialog has given the focus back, so that the command may move it.
        setTimeout(() => {
          if (command.enabled?.() !== false) command.run();
        }, 0);
      }}
    >
      <Icon name={command.icon ?? 'command'} size={14} className="muted" />
      {command.title}
      {command.place === undefined ? null : <span className="place">{command.place}</span>}
      {first === undefined ? null : (
        <span className="k">
          {shortcutKeys(first).map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
        </span>
      )}
    </Cmdk.Item>
  );
}
