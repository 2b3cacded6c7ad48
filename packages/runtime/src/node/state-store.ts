import { closeSync, constants, mkdirSync, openSync, readdirSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { JsonObject } from '@sluice/ir';
import { RunError } from '../errors.ts';

/** Small state of tasks by key, as a run's host offers it. */
export interface StateStore {
  load(key: string): JsonObject | undefined;
  /** When it returns, the state survives the death of the process (not of the machine). */
  save(key: string, state: JsonObject): void;
  close(): void;
}

const headerBytes = 16;
/** Longest JSON of one state, in bytes; mostly it is far less, and what is not written of a half takes no room. */
const mostBytes = 1024 * 1024;
const slotBytes = headerBytes + mostBytes;
const magic = 0x534c5531;

interface Slot {
  readonly file: number;
  /** Number of the newest copy; copy n lies in half n % 2, so a torn write leaves the one before intact. */
  sequence: number;
  state: JsonObject | undefined;
}

/**
 * Keeps each state in a file of two halves written in turn: magic, sequence, length, CRC32, JSON. One `pwrite` a
 * save, no rename, no sync: what the kernel has, a killed process cannot lose.
 */
export function createStateStore(directory: string): StateStore {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const slots = new Map<string, Slot>();
  const frame = Buffer.alloc(slotBytes);
  let isClosed = false;

  for (const name of readdirSync(directory)) {
    const key = keyOf(name);
    if (key !== undefined) slots.set(key, openSlot(join(directory, name)));
  }

  return {
    load: (key) => slots.get(key)?.state,
    save(key, state) {
      if (isClosed) return;
      let slot = slots.get(key);
      if (!slot) slots.set(key, (slot = openSlot(join(directory, fileName(key)))));
      const text = JSON.stringify(state);
      const length = Buffer.byteLength(text, 'utf8');
      if (length >= mostBytes) {
        throw new RunError(
          'RUN_STATE_TOO_LARGE',
          `The state of ${key} is longer than ${mostBytes - 1} bytes`,
        );
      }
      frame.write(text, headerBytes, 'utf8');
      const sequence = slot.sequence + 1;
      frame.writeUInt32LE(magic, 0);
      frame.writeUInt32LE(sequence >>> 0, 4);
      frame.writeUInt32LE(length, 8);
      frame.writeUInt32LE(crc32(frame.subarray(headerBytes, headerBytes + length), sequence >>> 0), 12);
      writeSync(slot.file, frame, 0, headerBytes + length, (sequence % 2) * slotBytes);
      slot.sequence = sequence;
      slot.state = state;
    },
    close() {
      isClosed = true;
      for (const slot of slots.values()) closeSync(slot.file);
      slots.clear();
    },
  };
}

function openSlot(path: string): Slot {
  const file = openSync(path, openFlags, 0o600);
  const halves = [0, 1].map((half) => readHalf(file, half)).filter((one) => one !== undefined);
  const newest = halves.sort((a, b) => b.sequence - a.sequence)[0];
  return { file, sequence: newest?.sequence ?? 0, state: newest?.state };
}

/** Read and write, created when missing, never truncated. */
const openFlags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW;

function readHalf(
  file: number,
  half: number,
): { readonly sequence: number; readonly state: JsonObject } | undefined {
  const header = Buffer.alloc(headerBytes);
  const start = half * slotBytes;
  if (readSync(file, header, 0, headerBytes, start) < headerBytes) return undefined;
  if (header.readUInt32LE(0) !== magic) return undefined;
  const sequence = header.readUInt32LE(4);
  const length = header.readUInt32LE(8);
  if (length > mostBytes) return undefined;
  const body = Buffer.alloc(length);
  if (readSync(file, body, 0, length, start + headerBytes) < length) return undefined;
  if (crc32(body, sequence) !== header.readUInt32LE(12)) return undefined;
  try {
    return { sequence, state: JSON.parse(body.toString('utf8')) as JsonObject };
  } catch {
    // A half that is not JSON in spite of its checksum is no state; the other half is the newest one then.
    return undefined;
  }
}

/** File names must not depend on what a key contains. */
function fileName(key: string): string {
  return `${Buffer.from(key, 'utf8').toString('base64url')}.state`;
}

function keyOf(name: string): string | undefined {
  if (!name.endsWith('.state')) return undefined;
  return Buffer.from(name.slice(0, -'.state'.length), 'base64url').toString('utf8');
}
