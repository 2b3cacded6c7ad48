import type { ReactElement } from 'react';
import { Dialog } from '../ui/Dialog.tsx';
import { closeOverlays, useOverlays } from './palette-state.ts';
import { type Command, useCommands } from './registry.ts';
import { shortcutKeys } from './shortcut-text.ts';

/** Lists the keys of all commands of the screen, by place. */
export function ShortcutsDialog(): ReactElement {
  const isOpen = useOverlays((state) => state.isShortcutsOpen);
  return (
    <Dialog isOpen={isOpen} onClose={closeOverlays} title="Keyboard shortcuts" isWide>
      {isOpen ? <Groups /> : null}
    </Dialog>
  );
}

function Groups(): ReactElement {
  const commands = useCommands((state) => state.commands);
  const groups = new Map<string, Command[]>();
  for (const [index, command] of commands.entries()) {
    const keys = keysOf(command);
    // As when a key is pressed: of several commands with the same keys the newest counts.
    const isHidden = commands.slice(index + 1).some((later) => keysOf(later).join() === keys.join());
    if (keys.length === 0 || isHidden) continue;
    const place = command.place ?? 'Everywhere';
    groups.set(place, [...(groups.get(place) ?? []), command]);
  }
  return (
    <div className="shortcuts">
      {[...groups].map(([place, rows]) => (
        <section key={place}>
          <h3>{place}</h3>
          <dl>
            {rows.map((command) => (
              <div key={command.id}>
                <dt>{command.title}</dt>
                <dd>
                  {keysOf(command).map((shortcut, index) => (
                    <span key={shortcut}>
                      {index === 0 ? null : <span className="muted">or</span>}
                      {shortcutKeys(shortcut).map((key) => (
                        <kbd key={key}>{key}</kbd>
                      ))}
                    </span>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

function keysOf({ shortcut = [], keysOnCanvas = [] }: Command): readonly string[] {
  return [...(typeof shortcut === 'string' ? [shortcut] : shortcut), ...keysOnCanvas];
}
