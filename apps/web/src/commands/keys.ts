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

function press(command: Command, event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  if (command.worksInFields !== true && (isTyping(event) || isCovered())) return;
  if (command.enabled?.() === false) return;
  event.preventDefault();
  command.run();
}

/** Binds the shortcuts of all registered commands, and keeps them bound as commands come and go. */
export function bindShortcuts(): () => void {
  let unbind: (() => void) | undefined;
  const bind = (): void => {
    unbind?.();
    const bindings: Record<string, (event: KeyboardEvent) => void> = {};
    for (const command of useCommands.getState().commands) {
      const keys = typeof command.shortcut === 'string' ? [command.shortcut] : (command.shortcut ?? []);
      for (const key of keys) bindings[key] = (event) => press(command, event);
    }
    unbind = tinykeys(window, bindings);
  };
  bind();
  const unsubscribe = useCommands.subscribe(bind);
  return () => {
    unsubscribe();
    unbind?.();
  };
}
