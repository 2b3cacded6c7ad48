import {
  addComponent,
  addSystem,
  applyPatches,
  change,
  configure,
  emptyFlow,
  type Flow,
  type Patch,
  removeComponents,
  rename,
} from '@sluice/flow';
import type { FlowChanged } from '@sluice/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EditLog, openLog, type PendingChange, record, undo } from './edit-log.ts';
import {
  createFlowSync,
  type FlowSync,
  type FlowTransport,
  type SaveState,
  type SendFailure,
} from './edit-sync.ts';

const start = ['x', 'y'].reduce(
  (flow, id) => addComponent(flow, { id, type: 'flume.source.netcat', name: id, system: 's' }),
  addSystem(emptyFlow('f'), { id: 's', type: 'flume.agent', name: 'a' }),
);

class Refused extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`status ${status}`);
    this.status = status;
  }
}

/** The server as documented: merges by property, refuses what collides with changes since `base`. */
class ModelServer {
  flow: Flow = start;
  revision = 1;
  readonly history: { revision: number; client: string; patches: readonly Patch[] }[] = [];
  readonly listeners = new Set<(change: FlowChanged) => void>();

  change(client: string, base: number, patches: readonly Patch[]): number {
    const since = this.history
      .filter((h) => h.revision > base && h.client !== client)
      .flatMap((h) => h.patches);
    const touches = (a: Patch, b: Patch): boolean =>
      a.path.every((key, i) => i >= b.path.length || b.path[i] === key);
    if (since.some((theirs) => patches.some((ours) => touches(ours, theirs)))) throw new Refused(409);
    try {
      this.flow = applyPatches(this.flow, patches);
    } catch {
      throw new Refused(409);
    }
    this.revision++;
    this.history.push({ revision: this.revision, client, patches });
    for (const tell of this.listeners) {
      tell({ id: 'f', revision: this.revision, client, label: '', patches });
    }
    return this.revision;
  }
}

/** One tab, with a wire that delivers events and answers only when told to. */
class Client {
  log: EditLog = openLog(start, 1).log;
  save: SaveState = { kind: 'saved' };
  readonly dropped: PendingChange[] = [];
  readonly #events: FlowChanged[] = [];
  readonly #answers: (() => void)[] = [];
  readonly #sync: FlowSync;
  #tell: (change: FlowChanged) => void = () => undefined;
  #counter = 0;
  #joined: () => void = () => undefined;
  isCut = false;
  /** Waits before the next try until it is connected again. */
  isPatient = false;

  constructor(name: string, server: ModelServer) {
    const transport: FlowTransport = {
      load: () => Promise.resolve({ id: 'f', revision: server.revision, flow: server.flow }),
      send: (_flow, { base, patches }) =>
        new Promise((resolve, reject) => {
          this.#answers.push(() => {
            if (this.isCut) {
              reject(new Refused(0));
              return;
            }
            try {
              resolve({ revision: server.change(name, base, patches as readonly Patch[]) });
            } catch (error) {
              reject(error as Error);
            }
          });
        }),
      join: (_flow, { onJoined, onChanged }) => {
        this.#tell = onChanged;
        this.#joined = () => onJoined({ id: 'f', revision: server.revision, flow: server.flow });
        server.listeners.add((event) => this.#events.push(event));
        return () => undefined;
      },
      wait: () => (this.isPatient ? new Promise(() => undefined) : Promise.resolve()),
    };
    this.#sync = createFlowSync('f', {
      client: name,
      transport,
      host: {
        log: () => this.log,
        setLog: (log) => {
          this.log = log;
        },
        setSave: (save) => {
          this.save = save;
        },
        onDropped: (dropped) => this.dropped.push(...dropped),
        toFailure: (error): SendFailure => ({ status: (error as Refused).status, message: String(error) }),
      },
    });
  }

  edit(recipe: (flow: Flow) => Flow): void {
    const { flow, change: made } = change(this.log.flow, 'Edit', recipe);
    this.log = record(this.log, flow, made, `${++this.#counter}`);
    this.#sync.push();
  }

  undo(): void {
    this.log = undo(this.log, `${++this.#counter}`).log;
    this.#sync.push();
  }

  deliverEvent(): void {
    const event = this.#events.shift();
    if (event) this.#tell(event);
  }

  answer(): void {
    this.#answers.shift()?.();
  }

  reconnect(): void {
    this.#joined();
  }

  settleConflict(keepsMine: boolean): void {
    if (this.save.kind !== 'conflict') return;
    if (keepsMine) this.#sync.keepMine();
    else this.#sync.takeTheirs();
  }

  get isBusy(): boolean {
    return this.#events.length + this.#answers.length + this.log.pending.length > 0;
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function settle(clients: readonly Client[], keepsMine: boolean): Promise<void> {
  for (let i = 0; i < 500 && clients.some((c) => c.isBusy); i++) {
    for (const client of clients) {
      client.answer();
      client.deliverEvent();
      client.settleConflict(keepsMine);
    }
    await turn();
  }
}

type Step =
  | { readonly kind: 'edit'; readonly who: number; readonly recipe: (flow: Flow) => Flow }
  | { readonly kind: 'undo' | 'event' | 'answer'; readonly who: number };

const who = fc.integer({ min: 0, max: 1 });
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(who, fc.constantFrom('x', 'y'), fc.constantFrom('port', 'bind'), fc.integer({ min: 1, max: 4 }))
      .map(
        ([w, id, field, value]): Step => ({
          kind: 'edit',
          who: w,
          recipe: (f) => (f.components[id] ? configure(f, { component: id }, { field, value }) : f),
        }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(who, fc.constantFrom('x', 'y')).map(
      ([w, id]): Step => ({
        kind: 'edit',
        who: w,
        recipe: (f) => removeComponents(f, [id]),
      }),
    ),
  },
  { weight: 1, arbitrary: who.map((w): Step => ({ kind: 'undo', who: w })) },
  { weight: 3, arbitrary: who.map((w): Step => ({ kind: 'event', who: w })) },
  { weight: 3, arbitrary: who.map((w): Step => ({ kind: 'answer', who: w })) },
);

describe('two tabs on one flow', () => {
  it('end with what the server has, whatever comes in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 30 }), fc.boolean(), async (plan, keepsMine) => {
        const server = new ModelServer();
        const clients = [new Client('a', server), new Client('b', server)] as const;
        for (const step of plan) {
          const client = clients[step.who === 0 ? 0 : 1];
          if (step.kind === 'edit') client.edit(step.recipe);
          else if (step.kind === 'undo') client.undo();
          else if (step.kind === 'event') client.deliverEvent();
          else client.answer();
          await turn();
        }
        await settle(clients, keepsMine);
        for (const client of clients) {
          expect(client.log.pending).toEqual([]);
          expect(client.log.flow).toEqual(server.flow);
          expect(client.log.revision).toBe(server.revision);
          expect(client.save.kind).toBe('saved');
        }
      }),
      { numRuns: 150 },
    );
  });

  it('lose nothing when they change different places', async () => {
    const server = new ModelServer();
    const [a, b] = [new Client('a', server), new Client('b', server)];
    a.edit((f) => rename(f, 'x', 'first'));
    b.edit((f) => rename(f, 'y', 'second'));
    await settle([a, b], false);
    expect([server.flow.components.x?.name, server.flow.components.y?.name]).toEqual(['first', 'second']);
    expect([...a.dropped, ...b.dropped]).toEqual([]);
  });

  it('ask when both change the same place, and do as they are told', async () => {
    for (const keepsMine of [true, false]) {
      const server = new ModelServer();
      const [a, b] = [new Client('a', server), new Client('b', server)];
      a.edit((f) => rename(f, 'x', 'mine'));
      b.edit((f) => rename(f, 'x', 'theirs'));
      b.answer();
      await turn();
      a.answer();
      await turn();
      expect(a.save).toEqual({ kind: 'conflict', label: 'Edit' });
      await settle([a, b], keepsMine);
      expect(server.flow.components.x?.name).toBe(keepsMine ? 'mine' : 'theirs');
      expect(a.log.flow).toEqual(server.flow);
    }
  });
});

describe('a tab without a connection', () => {
  it('asks when others changed the same place while its edit waited, though it has seen theirs', async () => {
    for (const keepsMine of [true, false]) {
      const server = new ModelServer();
      const [a, b] = [new Client('a', server), new Client('b', server)];
      a.isCut = true;
      a.edit((f) => rename(f, 'x', 'mine'));
      a.answer();
      await turn();
      b.edit((f) => rename(f, 'x', 'theirs'));
      b.answer();
      a.deliverEvent();
      a.answer();
      await turn();
      a.isCut = false;
      for (let i = 0; i < 5; i++) {
        a.answer();
        await turn();
      }
      expect(a.save).toEqual({ kind: 'conflict', label: 'Edit' });
      await settle([a, b], keepsMine);
      expect(server.flow.components.x?.name).toBe(keepsMine ? 'mine' : 'theirs');
      expect(b.log.flow).toEqual(server.flow);
    }
  });

  it('sends what waits as soon as it is connected again', async () => {
    const server = new ModelServer();
    const a = new Client('a', server);
    a.isCut = true;
    a.isPatient = true;
    a.edit((f) => rename(f, 'x', 'one'));
    a.answer();
    await turn();
    a.isCut = false;
    a.answer();
    await turn();
    expect(server.revision).toBe(1);
    a.reconnect();
    await settle([a], false);
    expect(server.flow.components.x?.name).toBe('one');
  });

  it('does not ask about an edit that was made over what others did', async () => {
    const server = new ModelServer();
    const [a, b] = [new Client('a', server), new Client('b', server)];
    b.edit((f) => rename(f, 'x', 'theirs'));
    await settle([a, b], false);
    a.edit((f) => rename(f, 'x', 'mine'));
    await settle([a, b], false);
    expect(server.flow.components.x?.name).toBe('mine');
    expect(a.dropped).toEqual([]);
  });

  it('keeps its edits, says so, and sends them later in order', async () => {
    const server = new ModelServer();
    const a = new Client('a', server);
    a.isCut = true;
    a.edit((f) => rename(f, 'x', 'one'));
    a.answer();
    await turn();
    a.edit((f) => rename(f, 'x', 'two'));
    expect(a.save.kind).toBe('offline');
    a.isCut = false;
    await settle([a], false);
    expect(server.flow.components.x?.name).toBe('two');
    expect(server.history).toHaveLength(2);
    expect(a.save.kind).toBe('saved');
  });
});
