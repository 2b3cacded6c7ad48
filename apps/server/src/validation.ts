import type { FastifyServerOptions } from 'fastify';
import { validatorCompiler } from 'fastify-type-provider-zod';

/**
 * Requests are checked by the Zod schemas of their routes; answers are typed, not checked. Named here, Fastify's own
 * compilers for JSON Schema are not even loaded.
 */
export const schemaController: NonNullable<FastifyServerOptions['schemaController']> = {
  compilersFactory: {
    buildValidator: () => (route: { schema: unknown }) => {
      const validate = validatorCompiler(route as never);
      // Fastify hands an absent body over as null.
      return (value: unknown) => validate(value ?? undefined);
    },
    buildSerializer: () => () => (value: unknown) => JSON.stringify(value),
  },
} as never;
