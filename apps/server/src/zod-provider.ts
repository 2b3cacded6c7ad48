import type { FastifyInstance, FastifyTypeProvider } from 'fastify';
import type * as z from 'zod';
import { ApiError } from './problem.ts';

/** Types `request.body`, `params` and `query` by the Zod schemas of a route. */
export interface ZodProvider extends FastifyTypeProvider {
  readonly validator: this['schema'] extends z.ZodType ? z.output<this['schema']> : unknown;
  readonly serializer: this['schema'] extends z.ZodType ? z.input<this['schema']> : unknown;
}

/** Checks requests with the Zod schemas of their routes. */
export function installValidation(app: FastifyInstance): void {
  app.setValidatorCompiler<z.ZodType>(({ schema, httpPart }) => (value: unknown) => {
    const result = schema.safeParse(value ?? undefined);
    if (result.success) return { value: result.data };
    const [first] = result.error.issues;
    const place = [httpPart, ...(first?.path ?? [])].join('.');
    return {
      error: new ApiError(400, 'REQUEST_INVALID', `${place}: ${first?.message ?? 'is not valid'}`, {
        members: {
          issues: result.error.issues.slice(0, 20).map(({ path, message }) => ({ path, message })),
        },
      }),
    };
  });
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
}
