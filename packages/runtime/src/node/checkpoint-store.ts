import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import type { JsonObject } from '@sluice/ir';
import type { CheckpointStore } from '../run-contract.ts';

/** A checkpoint store in files. */
export interface CheckpointFiles extends CheckpointStore {
  close(): void;
}

const headerBytes = 16;
const stateMagic = 0x534c4331;
const entriesMagic = 0x534c4531;
const frameBytes = 8;

/** Generation n lies in the files of half n % 2, so the one before it is untouched while it is written. */
interface Generation {
  readonly sequence: number;
  readonly state: unknown;
}

interface Slot {
  /** Of the newest generation that exists, readable or not. */
  sequence: number;
  entries: number | undefined;
}

/**
 * Keeps two generations of each checkpoint: state (header, CRC32, structured clone) written beside and renamed, and a
 * log of entries that follow it, each with its own CRC32. A state that is torn falls back to the one before, whose
 * entries are then followed by those of the torn one; a torn entry ends the log. No sync: it is the process that
 * may die here, not the machine.
 */
export function createCheckpointStore(directory: string): CheckpointFiles {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const slots = new Map<string, Slot>();
  let isClosed = false;

  const pathOf = (key: string, half: number | 'new', what: 'state' | 'entries'): string =>
    join(directory, `${Buffer.from(key, 'utf8').toString('base64url')}.${half}.${what}`);

  function load(key: string): ReturnType<CheckpointStore['load']> {
    const generations = [0, 1].map((half) => readState(pathOf(key, half, 'state')));
    const found = generations.filter((one) => one !== undefined).sort((a, b) => b.sequence - a.sequence)[0];
    if (!found) return undefined;
    const entries: JsonObject[] = [];
    let last: number | undefined;
    for (let sequence = found.sequence; sequence <= found.sequence + 1; sequence++) {
      const log = readEntries(pathOf(key, sequence % 2, 'entries'), sequence);
      if (!log) break;
      entries.push(...log);
      last = sequence;
    }
    // What comes next goes to the newest log there is, behind its last whole entry.
    const file = last === undefined ? undefined : continueLog(pathOf(key, last % 2, 'entries'));
    forget(key);
    slots.set(key, { sequence: Math.max(found.sequence, last ?? 0), entries: file });
    return { state: found.state, entries };
  }

  function save(key: string, state: unknown): number {
    if (isClosed) return 0;
    const sequence = (slots.get(key)?.sequence ?? 0) + 1;
    const body = serialize(state);
    const header = Buffer.alloc(headerBytes);
    header.writeUInt32LE(stateMagic, 0);
    header.writeUInt32LE(sequence, 4);
    header.writeUInt32LE(body.length, 8);
    header.writeUInt32LE(crc32(body, sequence), 12);
    const beside = pathOf(key, 'new', 'state');
    const file = openSync(beside, 'w', 0o600);
    try {
      writeAll(file, header);
      writeAll(file, body);
    } finally {
      closeSync(file);
    }
    renameSync(beside, pathOf(key, sequence % 2, 'state'));
    forget(key);
    slots.set(key, { sequence, entries: startLog(pathOf(key, sequence % 2, 'entries'), sequence) });
    return body.length;
  }

  function append(key: string, entry: JsonObject): void {
    const file = slots.get(key)?.entries;
    if (isClosed || file === undefined) return;
    const body = Buffer.from(JSON.stringify(entry), 'utf8');
    const frame = Buffer.alloc(frameBytes);
    frame.writeUInt32LE(body.length, 0);
    frame.writeUInt32LE(crc32(body), 4);
    writeAll(file, Buffer.concat([frame, body]));
  }

  function forget(key: string): void {
    const file = slots.get(key)?.entries;
    if (file !== undefined) closeSync(file);
    slots.delete(key);
  }

  return {
    load,
    save,
    append,
    close: () => {
      isClosed = true;
      for (const key of [...slots.keys()]) forget(key);
    },
  };
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

function readState(path: string): Generation | undefined {
  const bytes = readIfThere(path);
  if (!bytes || bytes.length < headerBytes || bytes.readUInt32LE(0) !== stateMagic) return undefined;
  const sequence = bytes.readUInt32LE(4);
  const body = bytes.subarray(headerBytes);
  if (body.length !== bytes.readUInt32LE(8) || crc32(body, sequence) !== bytes.readUInt32LE(12))
    return undefined;
  try {
    return { sequence, state: deserialize(body) };
  } catch {
    // Written by another version of the serializer: as good as torn.
    return undefined;
  }
}

/** The whole entries of a log; undefined when it belongs to another generation or is not there. */
function readEntries(path: string, sequence: number): JsonObject[] | undefined {
  const bytes = readIfThere(path);
  if (!bytes || bytes.length < frameBytes) return undefined;
  if (bytes.readUInt32LE(0) !== entriesMagic || bytes.readUInt32LE(4) !== sequence) return undefined;
  return framesOf(bytes).map((frame) => JSON.parse(frame.toString('utf8')) as JsonObject);
}

function framesOf(bytes: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = frameBytes; at + frameBytes <= bytes.length; ) {
    const length = bytes.readUInt32LE(at);
    const body = bytes.subarray(at + frameBytes, at + frameBytes + length);
    if (body.length < length || crc32(body) !== bytes.readUInt32LE(at + 4)) break;
    frames.push(body);
    at += frameBytes + length;
  }
  return frames;
}

function startLog(path: string, sequence: number): number {
  const file = openSync(path, 'w', 0o600);
  const header = Buffer.alloc(frameBytes);
  header.writeUInt32LE(entriesMagic, 0);
  header.writeUInt32LE(sequence, 4);
  writeAll(file, header);
  return file;
}

function continueLog(path: string): number {
  const whole = framesOf(readFileSync(path)).reduce(
    (sum, frame) => sum + frameBytes + frame.length,
    frameBytes,
  );
  const file = openSync(path, constants.O_RDWR | constants.O_APPEND | constants.O_NOFOLLOW);
  if (fstatSync(file).size > whole) ftruncateSync(file, whole);
  return file;
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
