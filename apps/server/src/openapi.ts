import swagger from '@fastify/swagger';
import type { FastifySchema } from 'fastify';
import { createJsonSchemaTransform } from 'fastify-type-provider-zod';
import type { ApiInstance } from './api-plugin.ts';
import { version } from './version.ts';

const csrf = {
  type: 'string',
  description: 'The csrf value of GET /session; not needed with a bearer token.',
};
const problem = {
  description: 'A problem document (RFC 9457).',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};
const toJsonSchema = createJsonSchemaTransform({ zodToJsonConfig: { unrepresentable: 'any' } });

/**
 * Collects the routes as they are registered and serves them as OpenAPI 3.1 at `/openapi.json`. Call it before the
 * features are registered.
 */
export async function serveOpenApi(app: ApiInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Sluice', version },
      security: [{ cookie: [] }, { bearer: [] }],
      components: {
        securitySchemes: {
          cookie: { type: 'apiKey', in: 'cookie', name: 'sluice_<port>' },
          bearer: { type: 'http', scheme: 'bearer' },
        },
        schemas: { Problem: problemSchema },
      },
    },
    transform: (input) => {
      const { schema, url } = toJsonSchema({ ...input, schema: input.schema ?? {} } as never);
      const isMutation = [input.route.method].flat().some((method) => method !== 'GET');
      const described: FastifySchema = {
        ...schema,
        ...(isMutation ? { headers: { type: 'object', properties: { 'x-sluice-csrf': csrf } } } : {}),
        response: { '2xx': { description: 'Done.' }, default: problem },
      };
      return { schema: described, url };
    },
  });
  app.get('/openapi.json', async () => app.swagger());
}

const problemSchema = {
  type: 'object' as const,
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' as const },
    title: { type: 'string' as const },
    status: { type: 'integer' as const },
    detail: { type: 'string' as const },
    code: { type: 'string' as const },
    help: { type: 'string' as const },
    diagnostics: { type: 'array' as const, items: { type: 'object' as const } },
  },
};
