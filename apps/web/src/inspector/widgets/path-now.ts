const two = (value: number): string => String(value).padStart(2, '0');

function dayOfYear(at: Date): number {
  return (
    Math.round(
      (Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) - Date.UTC(at.getFullYear(), 0, 1)) /
        86_400_000,
    ) + 1
  );
}

const short = (at: Date, part: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-US', part).format(at);

const letters: { readonly [letter: string]: (at: Date) => string } = {
  Y: (at) => String(at.getFullYear()),
  y: (at) => two(at.getFullYear() % 100),
  m: (at) => two(at.getMonth() + 1),
  n: (at) => String(at.getMonth() + 1),
  d: (at) => two(at.getDate()),
  e: (at) => String(at.getDate()),
  j: (at) => String(dayOfYear(at)).padStart(3, '0'),
  H: (at) => two(at.getHours()),
  k: (at) => String(at.getHours()),
  I: (at) => two(((at.getHours() + 11) % 12) + 1),
  l: (at) => String(((at.getHours() + 11) % 12) + 1),
  M: (at) => two(at.getMinutes()),
  S: (at) => two(at.getSeconds()),
  s: (at) => String(Math.floor(at.getTime() / 1000)),
  t: (at) => String(at.getTime()),
  p: (at) => (at.getHours() < 12 ? 'AM' : 'PM'),
  a: (at) => short(at, { weekday: 'short' }),
  A: (at) => short(at, { weekday: 'long' }),
  b: (at) => short(at, { month: 'short' }),
  B: (at) => short(at, { month: 'long' }),
  D: (at) => `${two(at.getMonth() + 1)}/${two(at.getDate())}/${two(at.getFullYear() % 100)}`,
  '%': () => '%',
};

/**
 * A path with Flume's escapes as it is at a time of this machine; a header stands as `‹name›`. Undefined when the
 * path has no escapes.
 */
export function pathNow(path: string, at: Date): string | undefined {
  if (!path.includes('%')) return undefined;
  return path.replace(/%(?:\{([\w.-]+)\}|\[(\w+)\]|([A-Za-z%]))/g, (whole, header, machine, letter) => {
    if (header !== undefined) return `‹${String(header)}›`;
    if (machine !== undefined) return `‹${String(machine)}›`;
    return letters[String(letter)]?.(at) ?? String(whole);
  });
}
