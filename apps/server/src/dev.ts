import { join } from 'node:path';
import { createServer } from 'vite';
import { parseServeOptions, serveHelp } from './options.ts';
import { createSignIn } from './security/sign-in.ts';
import { serve } from './serve.ts';

/** The development server: Vite inside the API's server, so that there is one address and one origin. */
const root = join(import.meta.dirname, '..', '..', '..');
const options = parseServeOptions(process.argv.slice(2), process.env, process.cwd());

if (options === 'help') process.stdout.write(serveHelp);
else {
  await serve(options, {
    async extend({ app, access }) {
      const vite = await createServer({
        configFile: join(root, 'vite.config.ts'),
        appType: 'spa',
        server: { middlewareMode: true, hmr: { server: app.server }, host: '127.0.0.1' },
      });
      app.addHook('onClose', async () => vite.close());
      const signIn = createSignIn(app, access);
      app.get('/*', { config: { public: true } }, async (request, reply) => {
        if (request.url.startsWith('/?') && (await signIn(request, reply))) return reply;
        reply.hijack();
        for (const [name, value] of Object.entries(reply.getHeaders())) {
          if (value !== undefined) reply.raw.setHeader(name, value);
        }
        vite.middlewares(request.raw, reply.raw, () => {
          reply.raw.statusCode = 404;
          reply.raw.end();
        });
        return reply;
      });
    },
  });
}
