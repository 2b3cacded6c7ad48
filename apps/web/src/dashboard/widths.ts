/** Three cards in a row; what is left over in the last row shares it. */
export function widthOf(place: number, count: number): string {
  const over = count % 3;
  if (place < count - over) return 'c4';
  return over === 1 ? 'c12' : 'c6';
}
