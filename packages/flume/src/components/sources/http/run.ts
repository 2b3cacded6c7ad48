import { type HttpAnswer, type HttpRequest, HttpServer } from '@sluice/connectors';
import { eventBatch, implementSource, type SourceOutput } from '@sluice/runtime';
import { checkPort, mostEventBytes, socketOptions } from '../../../node/listen.ts';
import { readJsonEvents, requestCharset } from '../../../semantics/http-json.ts';
import { spec } from './spec.ts';

export const run = implementSource(spec, (config, context) => {
  let server: HttpServer | undefined;

  async function receive(output: SourceOutput, request: HttpRequest): Promise<HttpAnswer> {
    const charset = requestCharset(request.contentType);
    if (charset === undefined) return { status: 500, text: 'Use UTF-8, UTF-16 or UTF-32.\n' };
    const events = readJsonEvents(decode(request.body, charset));
    if ('status' in events) return { status: events.status, text: `${events.message}\n` };
    context.count('AppendBatchReceivedCount', 1);
    if (events.length > 0) {
      const batch = eventBatch(
        events.map((event) => event.body),
        events.map((event) => event.headers),
        context.now(),
      );
      const { error } = await output.put(batch, 'all');
      if (error) {
        context.count('ChannelWriteFail', 1);
        return { status: 503, text: `${error.message}\n` };
      }
    }
    context.count('AppendBatchAcceptedCount', 1);
    return { status: 200 };
  }

  return {
    style: 'push',
    async start(output) {
      checkPort(context, config.bind, config.port);
      const { limits, now, schedule } = socketOptions(context);
      server = new HttpServer({
        host: config.bind,
        port: config.port,
        maxConnections: limits.maxConnections,
        bytesPerSecond: limits.bytesPerSecond,
        now,
        schedule,
        maxBodyBytes: mostEventBytes,
        methods: ['POST', 'GET'],
        onRequest: (request) => receive(output, request),
      });
      await server.start();
    },
    async stop() {
      await server?.stop();
    },
  };
});

function decode(bytes: Uint8Array, charset: 'utf-8' | 'utf-16' | 'utf-32'): string {
  if (charset !== 'utf-32') return new TextDecoder(charset === 'utf-16' ? 'utf-16be' : 'utf-8').decode(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = '';
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = view.getUint32(at);
    text += code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD';
  }
  return text;
}
