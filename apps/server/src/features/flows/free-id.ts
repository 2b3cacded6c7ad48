import { toSlug } from '@sluice/flow';

/** A flow id made from a name that `isTaken` does not know: `word-count`, `word-count-2`, ... */
export function freeId(name: string, isTaken: (id: string) => boolean): string {
  const slug = toSlug(name);
  if (!isTaken(slug)) return slug;
  for (let number = 2; ; number += 1) {
    const id = `${slug}-${number}`;
    if (!isTaken(id)) return id;
  }
}
