import type { FastifyHelmetOptions } from '@fastify/helmet';

/** Response headers of everything the server answers, as Helmet wants them. */
export function securityHeaders(port: () => number, isDevelopment: boolean): FastifyHelmetOptions {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        // Vite's development client is an inline script; the built page has none.
        'script-src': isDevelopment ? ["'self'", "'unsafe-inline'"] : ["'self'"],
        // The code editor makes <style> elements while it runs.
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:', 'blob:'],
        'font-src': ["'self'", 'data:'],
        'connect-src': ["'self'", () => `ws://127.0.0.1:${port()}`, () => `ws://localhost:${port()}`],
        'worker-src': ["'self'", 'blob:'],
        'manifest-src': ["'self'"],
        'frame-ancestors': ["'none'"],
        'base-uri': ["'none'"],
        'form-action': ["'none'"],
        'object-src': ["'none'"],
      },
    },
    xFrameOptions: { action: 'deny' },
    // There is no TLS on the loopback interface to insist on.
    strictTransportSecurity: false,
  };
}

/** What Helmet leaves to the application. */
export const furtherHeaders: { readonly [name: string]: string } = {
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'cache-control': 'no-store',
};
