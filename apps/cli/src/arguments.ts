import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from '@sluice/server';

/** The flags a command knows, as `node:util` wants them. */
type Flags = NonNullable<ParseArgsConfig['options']>;
type Parsed<T extends Flags> = ReturnType<
  typeof parseArgs<{ options: T; allowPositionals: true; args: string[] }>
>;

/** Reads the flags of a command; what is wrong is a {@link UsageError} that names the command's help. */
export function readArguments<T extends Flags>(
  command: string,
  args: readonly string[],
  options: T,
): Parsed<T> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true }) as Parsed<T>;
  } catch (error) {
    const reason = (error as Error).message.split('. ')[0];
    throw new UsageError(`${reason}. Try \`sluice help ${command}\`.`, { cause: error });
  }
}

/** The only positional argument of a command. */
export function single(command: string, positionals: readonly string[], noun: string): string {
  const [first, ...rest] = positionals;
  if (first === undefined) throw new UsageError(`${noun} is missing. Try \`sluice help ${command}\`.`);
  if (rest.length > 0) throw new UsageError(`One ${noun} at a time; ${JSON.stringify(rest[0])} is too much.`);
  return first;
}

/** `30s`, `500ms`, `2m`, or seconds. */
export function durationMs(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  if (!match) throw new UsageError(`${JSON.stringify(text)} is no duration; write 30s, 500ms or 2m.`);
  const unit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[match[2] ?? 's'] ?? 1000;
  return Number(match[1]) * unit;
}

/** A whole number of at least `least`. */
export function wholeNumber(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new UsageError(`${flag} must be a whole number of at least ${least}, not ${JSON.stringify(text)}.`);
}
