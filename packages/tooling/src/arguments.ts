/** The value of `--root DIR`, for running a check on another tree (the tests of the checks do). */
export function rootArgument(): string | undefined {
  const at = process.argv.indexOf('--root');
  return at < 0 ? undefined : process.argv[at + 1];
}
