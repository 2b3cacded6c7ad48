import * as z from 'zod';
import type { ApiPlugin } from '../../api-plugin.ts';
import { importFlow, importText } from '../flows/import-text.ts';
import { compileFlow } from './service.ts';

const checkSchema = z.strictObject({
  text: z.string().max(5_000_000).optional(),
  flow: z.unknown().optional(),
});

/** `POST /checks`: every diagnostic of a text or a flow that need not be saved. */
export function checkRoutes(): ApiPlugin {
  return async (app) => {
    app.post('/checks', { schema: { body: checkSchema }, bodyLimit: 6 * 1024 * 1024 }, async (request) => {
      const { text, flow: document } = request.body;
      const { flow, problems } = text === undefined ? importFlow(document) : importText(text, 'Checked text');
      return { diagnostics: flow ? [...problems, ...compileFlow(flow).diagnostics] : problems };
    });
  };
}
