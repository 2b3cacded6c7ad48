import { tinykeys } from 'tinykeys';
import { type Command, useCommands } from './registry.ts';

const fields = 'input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="textbox"]';

/** Says whether a key press belongs to what is being typed. */
function isTyping(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest(fields) !== null;
}

/** While a modal is open only commands that say so work. */
function isCovered(): boolean {
  return document.querySelector('[role="dialog"][data-state="open"]') !== null;
}

/** Runs the newest of the commands with one key that may run now. */
function press(commands: readonly Command[], event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  const command = commands.findLast(
    ({ enabled, worksInFields }) =>
      enabled?.() !== false && (worksInFields === true || !(isTyping(event) || isCovered())),
  );
  if (command === undefined) return;
  event.preventDefault();
  command.run();
}

/** Binds the shortcuts of all registered commands, and keeps them bound as commands come and go. */
export function bindShortcuts(): () => void {
  let unbind: (() => void) | undefined;
  const bind = (): void => {
    unbind?.();
    const bound = new Map<string, Command[]>();
    for (const command of useCommands.getState().commands) {
      const keys = typeof command.shortcut === 'string' ? [command.shortcut] : (command.shortcut ?? []);
      for (const key of keys) bound.set(key, [...(bound.get(key) ?? []), command]);
    }
    const bindings = [...bound].map(
      ([key, commands]) => [key, (event: KeyboardEvent) => press(commands, event)] as const,
    );
    unbind = tinykeys(window, Object.fromEntries(bindings));
  };
  bind();
  const unsubscribe = useCommands.subscribe(bind);
  return () => {
    unsubscribe();
    unbind?.();
  };
}
