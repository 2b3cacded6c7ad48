/** The directories of a list with commas, as a file channel has them. */
export function directoriesOf(list: string | undefined): readonly string[] {
  return (list ?? '')
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '');
}
