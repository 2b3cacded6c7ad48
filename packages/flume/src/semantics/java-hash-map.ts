/** The hash of a Java string. */
export function javaStringHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

/** Keys in the order a `java.util.HashMap` they were put into gives them back. */
export function javaHashOrder(keys: readonly string[]): string[] {
  let capacity = 16;
  while (keys.length > capacity * 0.75) capacity *= 2;
  const bucket = (key: string): number => {
    const hash = javaStringHash(key);
    return (hash ^ (hash >>> 16)) & (capacity - 1);
  };
  return keys
    .map((key, index) => ({ key, index, bucket: bucket(key) }))
    .sort((a, b) => a.bucket - b.bucket || a.index - b.index)
    .map(({ key }) => key);
}

/** What `toString` of a Java map of strings gives: `{a=1, b=2}`. */
export function printJavaMap(map: { readonly [key: string]: string }): string {
  const keys = Object.keys(map);
  const ordered = keys.length > 1 ? javaHashOrder(keys) : keys;
  return `{${ordered.map((key) => `${key}=${map[key]}`).join(', ')}}`;
}
