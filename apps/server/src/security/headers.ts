import type { FastifyHelmetOptions } from '@fastify/helmet';

/** Response headers of everything the server answers, as Helmet wants them. */
export function securityHeaders(port: () => number, isDevelopment: boolean): FastifyHelmetOptions {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        // Vite's development client is an inline script and makes <style> elements; the built page has neither.
        'script-src': isDevelopment ? ["'self'", "'unsafe-inline'"] : ["'self'"],
        'style-src': isDevelopment ? ["'self'", "'unsafe-inline'"] : ["'self'"],
        // The code editor writes its lines as HTML with their places in style attributes.
        'style-src-attr': ["'unsafe-inline'"],
        'img-src': ["'self'", 'data:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'", () => `ws://127.0.0.1:${port()}`, () => `ws://localhost:${port()}`],
        'worker-src': ["'self'"],
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
