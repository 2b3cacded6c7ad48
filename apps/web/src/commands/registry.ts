import { create } from 'zustand';

/** Something a person can do, from the palette, a key or a menu. */
export interface Command {
  /** `<area>.<verb>`, unique. */
  readonly id: string;
  readonly title: string;
  /** Shown beside the title: where it acts. */
  readonly place?: string;
  readonly icon?: string;
  /** tinykeys syntax, e.g. `$mod+z`; the first one is shown. */
  readonly shortcut?: string | readonly string[];
  /** Keys the canvas itself listens to, in the syntax of `shortcut`: listed, but not bound here. */
  readonly keysOnCanvas?: readonly string[];
  /** Only told in the list of shortcuts: it needs its keys, such as a direction. */
  readonly isKeysOnly?: boolean;
  /** More words the palette finds it by. */
  readonly words?: string;
  /** Checked when it is offered and again when its key is pressed. */
  readonly enabled?: () => boolean;
  /** Also acts while a text field has the focus. */
  readonly worksInFields?: boolean;
  readonly run: () => void;
}

interface CommandState {
  readonly commands: readonly Command[];
}

/** All commands of the screens that are mounted now. */
export const useCommands = create<CommandState>(() => ({ commands: [] }));

/** Adds commands; a later one with the same id replaces the earlier. Returns the way to take them away. */
export function registerCommands(added: readonly Command[]): () => void {
  useCommands.setState(({ commands }) => ({
    commands: [...commands.filter((old) => !added.some((fresh) => fresh.id === old.id)), ...added],
  }));
  return () => {
    useCommands.setState(({ commands }) => ({ commands: commands.filter((old) => !added.includes(old)) }));
  };
}

/** Runs a command by id when it is there and enabled; says whether it ran. */
export function runCommand(id: string): boolean {
  const command = useCommands.getState().commands.find((candidate) => candidate.id === id);
  if (command === undefined || command.enabled?.() === false) return false;
  command.run();
  return true;
}
