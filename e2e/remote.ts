import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import type { Product } from './server.ts';

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

/** What a test asks the server, beside the page: with the token of the project's private file, as a program would. */
export class Remote {
  readonly #origin: string;
  readonly #project: string;
  #cookies: Promise<Cookies> | undefined;

  constructor(product: Pick<Product, 'origin' | 'project'>) {
    this.#origin = product.origin;
    this.#project = product.project;
  }

  async get<T>(path: string): Promise<T> {
    return (await this.#ask('GET', path)) as T;
  }

  async post<T>(path: string, body: unknown = {}): Promise<T> {
    return (await this.#ask('POST', path, body)) as T;
  }

  /** Makes a flow of a document and gives its id. */
  async create(flow: object): Promise<string> {
    return (await this.post<{ id: string }>('/flows', { flow })).id;
  }

  /** Makes a flow of an example and gives its id. */
  async example(example: string): Promise<string> {
    return (await this.post<{ id: string }>('/flows', { example })).id;
  }

  /** The newest run of a flow. */
  async runOf(flow: string): Promise<RunSeen> {
    const runs = await this.get<RunSeen[]>('/runs');
    const run = runs.filter((one) => one.flow === flow).sort((a, b) => b.startedMs - a.startedMs)[0];
    if (!run) throw new Error(`${flow} has never run`);
    return run;
  }

  /** The newest count of every series of a run, by `<scope>/<ref>/<name>`. */
  async counts(run: string): Promise<ReadonlyMap<string, number>> {
    const { schema, ticks } = await this.get<{
      schema: { series: { scope: string; ref: string; name: string }[] };
      ticks: { values: number[] }[];
    }>(`/runs/${run}/metrics?seconds=1`);
    const values = ticks.at(-1)?.values ?? [];
    return new Map(schema.series.map((s, i) => [`${s.scope}/${s.ref}/${s.name}`, values[i] ?? 0]));
  }

  /** Opens a page of the product, signed in. One link serves all browsers: the server takes five a minute. */
  async open(page: Page, path: string): Promise<void> {
    this.#cookies ??= this.#signIn(page);
    await page.context().addCookies(await this.#cookies);
    await page.goto(this.#origin + path);
  }

  async #signIn(page: Page): Promise<Cookies> {
    const { url } = await this.post<{ url: string }>('/session/links');
    await page.context().request.get(url);
    return page.context().cookies();
  }

  /** What Prometheus would read. */
  async metrics(): Promise<string> {
    return (await this.#fetch('/metrics', { method: 'GET' })).text();
  }

  async #ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await this.#fetch(`/api/v1${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  #fetch(path: string, init: RequestInit): Promise<Response> {
    const token = readFileSync(join(this.#project, '.sluice', 'server', 'token'), 'utf8').trim();
    return fetch(this.#origin + path, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${token}` },
    });
  }
}

/** What tests read of a run. */
export interface RunSeen {
  readonly id: string;
  readonly flow: string;
  readonly status: string;
  readonly startedMs: number;
  readonly restarts: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly replays: readonly {
    readonly position: number;
    readonly total: number;
    readonly isPaused: boolean;
  }[];
}
