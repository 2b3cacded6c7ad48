/** One file of a durable log. Errors carry the code of the system (`ENOSPC`, `EIO`). */
export interface LogFile {
  size(): number;
  /** Reads at a position and returns how many bytes there were. */
  read(into: Uint8Array, at: number): number;
  /** Writes all bytes at a position; when it returns they survive the death of the process. */
  write(bytes: Uint8Array, at: number): void;
  truncate(size: number): void;
  /** When it resolves, what had been written before survives the loss of power. */
  sync(): Promise<void>;
  /** The same, waiting for it. */
  syncNow(): void;
  close(): void;
}

/** A folder that belongs to one log alone until it is closed. What changes names is durable when it returns. */
export interface LogFolder {
  names(): readonly string[];
  /** Opens a file to read and write; makes it when it is missing. */
  open(name: string): LogFile;
  rename(from: string, to: string): void;
  remove(name: string): void;
  /** Bytes that may still be written where the folder is. */
  free(): number;
  close(): void;
}

/** The disk of a machine, as durable logs use it. */
export interface LogDisk {
  /**
   * Opens a folder, made when it is missing: a path the file gate has resolved, or one of the run's own by name.
   * Throws `RUN_CHANNEL_LOCKED` when somebody else has it open.
   */
  open(place: { readonly path: string } | { readonly own: string }): LogFolder;
  /** CRC32 as zlib has it, going on from `seed`. */
  crc32(bytes: Uint8Array, seed: number): number;
  /** 32 bits nobody can guess: frames are made with them, so that no record can look like a frame. */
  salt(): number;
}
