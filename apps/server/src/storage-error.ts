import { ApiError } from './problem.ts';

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const readOnly = new Set(['EROFS', 'EACCES', 'EPERM']);
const noFolder = new Set(['ENOTDIR', 'EEXIST', 'EISDIR', 'ENOENT', 'ELOOP', 'ENAMETOOLONG']);

/** Says of a failed write what is wrong with the place and what to do; other errors come back as they are. */
export function storageError(error: unknown, place: string): Error {
  if (error instanceof ApiError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return error as Error;
  const because = { members: { cause: code } };
  if (full.has(code)) {
    return new ApiError(507, 'STORAGE_FULL', `There is no space left where ${place} is.`, {
      help: 'Free some space and try again; nothing that was saved is lost.',
      ...because,
    });
  }
  if (readOnly.has(code)) {
    return new ApiError(507, 'STORAGE_READ_ONLY', `Sluice may not write to ${place} (${code}).`, {
      help: 'Make the project folder writable for the user who runs Sluice, or choose another with --project DIR.',
      ...because,
    });
  }
  if (noFolder.has(code)) {
    return new ApiError(507, 'STORAGE_PLACE', `${place} cannot be used: ${message}.`, {
      help: 'Choose a project folder with --project DIR.',
      ...because,
    });
  }
  return new ApiError(507, 'STORAGE_FAILED', `Writing ${place} failed: ${message}.`, because);
}
