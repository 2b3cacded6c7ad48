import type { RouteOptions } from 'fastify';
import * as z from 'zod';
import type { ApiInstance } from './api-plugin.ts';
import { version } from './version.ts';

interface Operation {
  readonly method: string;
  readonly url: string;
  readonly schema: RouteOptions['schema'];
}

/**
 * Collects the routes as they are registered and serves them as OpenAPI 3.1 at `/openapi.json`. The document is
 * made when it is asked for the first time. Call it before the features are registered.
 */
export function serveOpenApi(app: ApiInstance): void {
  const operations: Operation[] = [];
  let document: object | undefined;
  app.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) {
      if (method !== 'HEAD') operations.push({ method, url: route.url, schema: route.schema });
    }
  });
  app.get('/openapi.json', async () => {
    document ??= describe(operations);
    return document;
  });
}

function describe(operations: readonly Operation[]): object {
  const paths: { [path: string]: { [method: string]: object } } = {};
  for (const { method, url, schema } of operations) {
    const path = url.replace(/:(\w+)/g, '{$1}');
    const item = (paths[path] ??= {});
    item[method.toLowerCase()] = {
      parameters: [
        ...parameters('path', schema?.params),
        ...parameters('query', schema?.querystring),
        ...(method === 'GET' ? [] : [{ $ref: '#/components/parameters/csrf' }]),
      ],
      ...bodyOf(schema?.body),
      responses: { '2XX': { description: 'Done.' }, default: { $ref: '#/components/responses/problem' } },
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Sluice', version },
    security: [{ cookie: [] }, { bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        cookie: { type: 'apiKey', in: 'cookie', name: 'sluice_<port>' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
      parameters: {
        csrf: {
          name: 'x-sluice-csrf',
          in: 'header',
          description: 'The csrf value of GET /session; not needed with a bearer token.',
          schema: { type: 'string' },
        },
      },
      responses: {
        problem: {
          description: 'A problem document (RFC 9457).',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
      schemas: {
        Problem: {
          type: 'object',
          required: ['type', 'title', 'status', 'detail', 'code'],
          properties: {
            type: { type: 'string' },
            title: { type: 'string' },
            status: { type: 'integer' },
            detail: { type: 'string' },
            code: { type: 'string' },
            help: { type: 'string' },
            diagnostics: { type: 'array', items: { type: 'object' } },
          },
        },
      },
    },
  };
}

function jsonSchema(schema: unknown): { properties?: { [name: string]: object }; required?: string[] } {
  return z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' }) as never;
}

function parameters(place: 'path' | 'query', schema: unknown): object[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = jsonSchema(schema);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

function bodyOf(schema: unknown): object {
  if (schema === undefined) return {};
  const { $schema: _, ...body } = jsonSchema(schema) as { $schema?: string };
  return { requestBody: { content: { 'application/json': { schema: body } } } };
}
