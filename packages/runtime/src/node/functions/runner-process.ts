import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hardenRealm } from './harden-realm.ts';
import { runnerMain, runnerSource } from './runner-main.ts';
import { sandbox } from './sandbox.ts';

/** Why a process is gone. */
export type DeathReason = 'time' | 'memory' | 'crash' | 'closed';

/** The process died before it answered. */
export class RunnerDied extends Error {
  readonly reason: DeathReason;
  constructor(reason: DeathReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface RunnerLimits {
  /** Memory of the language's objects, and of the process as a whole, in MiB. */
  readonly heapMiB: number;
  readonly residentMiB: number;
  /** How much longer than its computing time a call may take by the clock: the machine may be busy with others. */
  readonly patience: number;
}

interface Exchange {
  readonly timeoutMs: number;
  readonly sinceMs: number;
  /** Computing time of the process when the watch first looked. */
  cpuMs: number | undefined;
  readonly resolve: (frame: Frame) => void;
  readonly reject: (error: RunnerDied) => void;
}

/** A frame from the process. */
export interface Frame {
  readonly kind: number;
  readonly body: ArrayBuffer;
}

const watchMs = 50;
const headBytes = 8;
/** Longest answer that is read; what a call may give is far less. */
const mostAnswer = 256 << 20;
/** Linux counts computing time in hundredths of a second. */
const msPerTick = 10;

let source: string | undefined;

/** `--permission` by the name this Node knows it by. */
export function permissionFlag(flags: ReadonlySet<string> = process.allowedNodeEnvironmentFlags): string {
  return flags.has('--permission') ? '--permission' : '--experimental-permission';
}

function flags({ heapMiB }: RunnerLimits): string[] {
  return [
    permissionFlag(),
    '--disallow-code-generation-from-strings',
    '--frozen-intrinsics',
    '--disable-proto=delete',
    '--no-addons',
    '--no-warnings',
    '--enable-experimental-regexp-engine-on-excessive-backtracks',
    `--max-old-space-size=${heapMiB}`,
  ];
}

/**
 * One process that runs people's functions: no environment, no files, no children, no threads, code in bare contexts.
 * It answers one frame with one frame; a clock and an eye on its memory kill it when it does not.
 */
export class RunnerProcess {
  /** Numbers of the instances it knows. */
  readonly known = new Set<number>();
  readonly #child: ChildProcess;
  readonly #limits: RunnerLimits;
  #exchange: Exchange | undefined;
  #head = Buffer.alloc(headBytes);
  #headFilled = 0;
  #body: Uint8Array | undefined;
  #bodyFilled = 0;
  #kind = 0;
  #killed: DeathReason | undefined;
  #death: RunnerDied | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stderr = '';
  /** Address space once it has started and answered for the first time. */
  #reservedMiB: number | undefined;

  constructor(limits: RunnerLimits) {
    this.#limits = limits;
    source ??= runnerSource(runnerMain, sandbox, hardenRealm);
    this.#child = spawn(process.execPath, [...flags(limits), '-e', source], {
      env: {},
      cwd: '/',
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#read(chunk));
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString('latin1')).slice(-4000);
    });
    this.#child.stdin?.on('error', () => undefined);
    this.#child.on('error', (error) => this.#die('crash', error.message));
    this.#child.on('close', (code, signal) => {
      const isFull =
        this.#stderr.includes('heap out of memory') || this.#stderr.includes('Allocation failed');
      const reason = this.#killed ?? (isFull ? 'memory' : 'crash');
      this.#die(reason, signal === null ? `it exited with code ${code}` : `it was ended by ${signal}`);
    });
  }

  get isDead(): boolean {
    return this.#death !== undefined || this.#killed !== undefined;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Sends a frame and waits for its answer; one at a time. */
  exchange(kind: number, pieces: readonly Uint8Array[], timeoutMs: number): Promise<Frame> {
    if (this.#death) return Promise.reject(this.#death);
    if (this.#exchange) throw new Error('A runner does one thing at a time');
    return new Promise((resolve, reject) => {
      this.#exchange = { timeoutMs, sinceMs: performance.now(), cpuMs: undefined, resolve, reject };
      this.#write(kind, pieces);
      this.#timer ??= setTimeout(() => this.#watch(), watchMs);
    });
  }

  /** Sends a frame that is not answered. */
  tell(kind: number, pieces: readonly Uint8Array[]): void {
    if (!this.isDead) this.#write(kind, pieces);
  }

  kill(reason: DeathReason): void {
    this.#killed ??= reason;
    this.#child.kill('SIGKILL');
  }

  #write(kind: number, pieces: readonly Uint8Array[]): void {
    const { stdin } = this.#child;
    if (!stdin?.writable) return;
    const head = Buffer.alloc(headBytes);
    let length = 0;
    for (const piece of pieces) length += piece.length;
    head.writeUInt32LE(length, 0);
    head.writeUInt32LE(kind, 4);
    stdin.cork();
    stdin.write(head);
    for (const piece of pieces) stdin.write(piece);
    stdin.uncork();
  }

  #read(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#body === undefined) {
        const taken = Math.min(headBytes - this.#headFilled, chunk.length - at);
        chunk.copy(this.#head, this.#headFilled, at, at + taken);
        this.#headFilled += taken;
        at += taken;
        if (this.#headFilled < headBytes) return;
        const length = this.#head.readUInt32LE(0);
        if (length > mostAnswer) {
          this.kill('crash');
          return;
        }
        this.#kind = this.#head.readUInt32LE(4);
        this.#body = new Uint8Array(length);
        this.#bodyFilled = 0;
      }
      const body = this.#body;
      const taken = Math.min(body.length - this.#bodyFilled, chunk.length - at);
      body.set(chunk.subarray(at, at + taken), this.#bodyFilled);
      this.#bodyFilled += taken;
      at += taken;
      if (this.#bodyFilled === body.length) this.#answered(body.buffer as ArrayBuffer);
    }
  }

  #answered(body: ArrayBuffer): void {
    this.#body = undefined;
    this.#headFilled = 0;
    this.#reservedMiB ??= usageOf(this.#child.pid)?.reservedMiB;
    const exchange = this.#exchange;
    this.#exchange = undefined;
    if (this.#killed === undefined) exchange?.resolve({ kind: this.#kind, body });
    else exchange?.reject(new RunnerDied(this.#killed, 'it was killed'));
  }

  #die(reason: DeathReason, message: string): void {
    if (this.#death) return;
    this.#death = new RunnerDied(reason, message);
    clearTimeout(this.#timer);
    const exchange = this.#exchange;
    this.#exchange = undefined;
    exchange?.reject(this.#death);
  }

  /** Memory that is only reserved counts too: buffers nobody has written to take no room yet. */
  #isTooLarge({ residentMiB, reservedMiB }: Usage): boolean {
    const reserved = reservedMiB - (this.#reservedMiB ?? reservedMiB);
    return residentMiB > this.#limits.residentMiB || reserved > 4 * this.#limits.residentMiB;
  }

  /** Looks at the call at hand: how long it computes, and how much memory is taken. Sleeps while there is none. */
  #watch(): void {
    this.#timer = undefined;
    const exchange = this.#exchange;
    if (exchange === undefined || this.isDead) return;
    const usage = usageOf(this.#child.pid);
    const passedMs = performance.now() - exchange.sinceMs;
    if (usage && this.#isTooLarge(usage)) this.kill('memory');
    else if (usage === undefined) {
      if (passedMs > 2 * exchange.timeoutMs) this.kill('time');
    } else {
      exchange.cpuMs ??= usage.cpuMs;
      const isOver = usage.cpuMs - exchange.cpuMs > exchange.timeoutMs;
      if (isOver || passedMs > this.#limits.patience * exchange.timeoutMs) this.kill('time');
    }
    this.#timer = setTimeout(() => this.#watch(), watchMs);
    this.#timer.unref();
  }
}

interface Usage {
  readonly cpuMs: number;
  readonly residentMiB: number;
  readonly reservedMiB: number;
}

/** Computing time and memory of a process; undefined where the system does not say. */
function usageOf(pid: number | undefined): Usage | undefined {
  if (process.platform !== 'linux' || pid === undefined) return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return {
      cpuMs: (Number(fields[11]) + Number(fields[12])) * msPerTick,
      reservedMiB: Number(fields[20]) / (1 << 20),
      residentMiB: (Number(fields[21]) * 4096) / (1 << 20),
    };
  } catch {
    return undefined;
  }
}
