export type KernelErrorCode =
  | 'KERNEL_ARENA_RELEASED'
  | 'KERNEL_ARENA_MARK'
  | 'KERNEL_DICTIONARY_FULL'
  | 'KERNEL_DISPOSED'
  | 'KERNEL_ARGUMENT';

/** A kernel was used against its contract, or cannot do what it must. */
export class KernelError extends Error {
  readonly code: KernelErrorCode;

  constructor(code: KernelErrorCode, message: string) {
    super(message);
    this.name = 'KernelError';
    this.code = code;
  }
}
