import type { Diagnostic } from '@sluice/ir';
import type { Problem } from '@sluice/protocol';

/** The server refused, or could not be reached. `message` says what is so, `help` what to do. */
export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly help: string | undefined;
  readonly diagnostics: readonly Diagnostic[];

  constructor(problem: Omit<Problem, 'type' | 'title'>, cause?: unknown) {
    super(problem.detail, cause === undefined ? undefined : { cause });
    this.name = 'ApiProblem';
    this.code = problem.code;
    this.status = problem.status;
    this.help = problem.help;
    this.diagnostics = (problem.diagnostics ?? []) as readonly Diagnostic[];
  }
}

/** Reads an answer that is not 2xx, whatever its body turns out to be. */
export function toProblem(status: number, body: unknown): ApiProblem {
  const fields = typeof body === 'object' && body !== null ? (body as Partial<Problem>) : {};
  const isSignedOut = status === 401;
  return new ApiProblem({
    status,
    code: fields.code ?? (isSignedOut ? 'SESSION_MISSING' : 'SERVER_FAILED'),
    detail:
      fields.detail ??
      fields.title ??
      (isSignedOut ? 'This page is not signed in.' : `The server answered ${status}.`),
    ...(fields.help !== undefined
      ? { help: fields.help }
      : isSignedOut
        ? { help: 'Open the address printed in the terminal where Sluice was started.' }
        : {}),
    ...(fields.diagnostics === undefined ? {} : { diagnostics: fields.diagnostics }),
  });
}

/** The request never got an answer. */
export function unreachable(cause: unknown): ApiProblem {
  return new ApiProblem(
    {
      status: 0,
      code: 'SERVER_UNREACHABLE',
      detail: 'The server does not answer.',
      help: 'Check that Sluice is still running in its terminal, then try again.',
    },
    cause,
  );
}
