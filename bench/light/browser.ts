import { chromium, type Page } from '@playwright/test';

/** What a page cost to load. */
export interface Load {
  readonly requests: number;
  /** Without the code editor, which is loaded when the text is looked at. */
  readonly scriptKilobytes: number;
  readonly codeEditorKilobytes: number;
  readonly allKilobytes: number;
  readonly foreignHosts: readonly string[];
  readonly uncompressed: readonly string[];
}

/** Opens a page in a new browser without any cache; closes the browser afterwards. */
export async function withPage<T>(work: (page: Page) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({
    ...(process.env.SLUICE_BROWSER === undefined ? {} : { executablePath: process.env.SLUICE_BROWSER }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    // Functions that tsx hands to the page call this helper of its.
    await page.addInitScript({ content: 'globalThis.__name = (named) => named;' });
    return await work(page);
  } finally {
    await browser.close();
  }
}

const isCodeEditor = /\/(?:open-editor|editor\.?worker|editorWebWorker)[^/]*\.js$/i;

/** Counts what crosses the wire from now on; call the result when the page is quiet. */
export async function watchLoad(page: Page, origin: string): Promise<() => Load> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const kinds = new Map<string, { readonly url: string; readonly isScript: boolean; encoding: string }>();
  const bytes = new Map<string, number>();
  const foreignHosts = new Set<string>();
  session.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (!request.url.startsWith('http')) return;
    const url = new URL(request.url);
    if (url.origin !== origin) foreignHosts.add(url.host);
    kinds.set(requestId, { url: request.url, isScript: url.pathname.endsWith('.js'), encoding: '' });
  });
  session.on('Network.responseReceived', ({ requestId, response }) => {
    const kind = kinds.get(requestId);
    if (kind) kind.encoding = response.headers['content-encoding'] ?? '';
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (kinds.has(requestId)) bytes.set(requestId, encodedDataLength);
  });
  return () => {
    const all = [...kinds].map(([id, kind]) => ({ ...kind, bytes: bytes.get(id) ?? 0 }));
    const sum = (some: readonly { readonly bytes: number }[]): number =>
      some.reduce((total, one) => total + one.bytes, 0) / 1024;
    const scripts = all.filter((one) => one.isScript);
    return {
      requests: all.length,
      scriptKilobytes: sum(scripts.filter((one) => !isCodeEditor.test(one.url))),
      codeEditorKilobytes: sum(scripts.filter((one) => isCodeEditor.test(one.url))),
      allKilobytes: sum(all),
      foreignHosts: [...foreignHosts],
      uncompressed: scripts.filter((one) => one.encoding !== 'br' && one.bytes > 2048).map((one) => one.url),
    };
  };
}
