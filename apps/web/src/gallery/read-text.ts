/** Largest text that is taken; the server takes no more either. */
export const largestText = 5_000_000;

/** What a person opened is no text that can be read; the message is a whole sentence. */
export class UnreadableText extends Error {}

const tooLarge = 'It is larger than 5 MB. Remove what does not belong to the agent.';

/** Says why a text is not taken, before anything is done with it. */
export function refuseText(text: string): string | undefined {
  return text.length > largestText ? tooLarge : undefined;
}

/**
 * Reads a file as UTF-8, byte for byte: a byte order mark stays, so that an export can give back what was opened.
 * Refuses what would be damaged by that, before reading where the size tells it already.
 */
export async function readTextFile(file: Pick<File, 'name' | 'size' | 'arrayBuffer'>): Promise<string> {
  if (file.size > largestText) throw new UnreadableText(`${file.name} was not opened. ${tooLarge}`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.includes(0)) {
    throw new UnreadableText(`${file.name} is not a text file: it has bytes that no text has.`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const line = 1 + bytes.subarray(0, firstFault(bytes)).filter((byte) => byte === 10).length;
    throw new UnreadableText(
      `${file.name} is not UTF-8: line ${line} has a byte that means something else. Save it as UTF-8, or write such letters as \\uXXXX, which every Flume reads.`,
    );
  }
}

/** The first place where bytes are no UTF-8, found by halving: whatever stands before it decodes. */
function firstFault(bytes: Uint8Array): number {
  let [low, high] = [0, bytes.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isUtf8(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  return low;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // A character cut off at the end is no fault yet.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
