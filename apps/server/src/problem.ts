import type { Problem } from '@sluice/protocol';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';

const titles: { readonly [status: number]: string } = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Request timeout',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  421: 'Misdirected request',
  422: 'Cannot be processed',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Not available',
};

/** An error the API answers with: a status, a stable code, one sentence and what to do next. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly help: string | undefined;
  /** Further members of the problem document. */
  readonly members: object;

  constructor(
    status: number,
    code: string,
    detail: string,
    more: { readonly help?: string; readonly members?: object } = {},
  ) {
    super(detail);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.help = more.help;
    this.members = more.members ?? {};
  }
}

/** Makes the RFC 9457 document of a status, code and sentence. */
export function problemOf(status: number, code: string, detail: string, help?: string): Problem {
  return {
    type: `/problems/${code}`,
    title: titles[status] ?? 'Error',
    status,
    detail,
    code,
    ...(help === undefined ? {} : { help }),
  };
}

/** Answers any thrown error as a problem document; what is not ours never leaks its message. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  if (error instanceof ApiError) {
    const problem = { ...problemOf(error.status, error.code, error.message, error.help), ...error.members };
    sendProblem(reply, error.status, problem);
    return;
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    sendProblem(reply, 400, invalidRequest(error as unknown as FastifyError));
    return;
  }
  const { statusCode, code, message } = error as Partial<FastifyError>;
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    sendProblem(reply, statusCode, problemOf(statusCode, codeOf(statusCode, code), message ?? 'Bad request'));
    return;
  }
  request.log.error({ err: error }, 'request failed');
  sendProblem(
    reply,
    500,
    problemOf(500, 'SERVER_FAILED', 'The server failed to answer; its log has the reason.'),
  );
}

/** Names the first wrong place of a request in a sentence, and the first twenty as data. */
function invalidRequest({ validation = [], validationContext }: FastifyError): Problem {
  const issues = validation
    .slice(0, 20)
    .map(({ instancePath, message }) => ({ path: instancePath.split('/').slice(1), message }));
  const [first] = issues;
  const place = [validationContext, ...(first?.path ?? [])].filter(Boolean).join('.');
  const problem = problemOf(400, 'REQUEST_INVALID', `${place}: ${first?.message ?? 'is not valid'}`);
  return { ...problem, issues } as Problem;
}

function codeOf(status: number, code: string | undefined): string {
  if (status === 413) return 'REQUEST_TOO_LARGE';
  if (status === 415) return 'REQUEST_MEDIA_TYPE';
  if (status === 408) return 'REQUEST_TIMEOUT';
  return code?.startsWith('FST_') === false ? code : 'REQUEST_INVALID';
}

/** Sends a problem document with its media type. */
export function sendProblem(reply: FastifyReply, status: number, problem: Problem): void {
  void reply.code(status).type('application/problem+json; charset=utf-8').send(JSON.stringify(problem));
}
