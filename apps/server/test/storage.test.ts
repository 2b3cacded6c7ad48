import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyFlow, parseFlow } from '@sluice/flow';
import { afterEach, describe, expect, it } from 'vitest';
import { writeAtomically } from '../src/features/flows/flow-file.ts';
import { openFlowStore } from '../src/features/flows/store.ts';
import { createAccess } from '../src/security/access.ts';
import { storageError } from '../src/storage-error.ts';
import { openBackend, someFlow, temporaryFolder, until } from './backend-fixture.ts';

let folder = temporaryFolder();
afterEach(() => {
  folder.remove();
  folder = temporaryFolder();
});

/** A store on a disk that can be made full. */
function openOnDisk(failures: Error[] = []) {
  const disk = { error: undefined as string | undefined };
  const store = openFlowStore({
    folder: folder.path,
    onChange: () => undefined,
    onList: () => undefined,
    onFailure: (error) => failures.push(error),
    writeFile: (path, text, mode) => {
      if (disk.error !== undefined) throw Object.assign(new Error('write failed'), { code: disk.error });
      writeAtomically(path, text, mode);
    },
  });
  return { disk, store };
}

const rename = (base: number, name: string) => ({
  client: 'a',
  base,
  label: 'Rename',
  patches: [{ op: 'replace' as const, path: ['name'], value: name }],
});

describe('a disk that is full', () => {
  it('refuses a new flow with a reason, and keeps none that is not in a file', () => {
    const { disk, store } = openOnDisk();
    disk.error = 'ENOSPC';
    expect(() => store.create(emptyFlow('One'))).toThrow(
      expect.objectContaining({ status: 507, code: 'STORAGE_FULL', help: expect.stringContaining('space') }),
    );
    expect(store.list()).toEqual([]);
    disk.error = undefined;
    expect(store.create(emptyFlow('One')).id).toBe('one');
    store.close();
  });

  it('keeps what was changed, takes no more, and goes on when there is space again', async () => {
    const failures: Error[] = [];
    const { disk, store } = openOnDisk(failures);
    const { id, revision } = store.create(emptyFlow('One'));
    disk.error = 'ENOSPC';
    const changed = store.change(id, rename(revision, 'Two'));
    await until('the save to fail', () => failures.length > 0);
    expect(failures[0]).toMatchObject({ code: 'STORAGE_FULL' });
    expect(() => store.change(id, rename(changed.revision, 'Three'))).toThrow(
      expect.objectContaining({ status: 507, code: 'STORAGE_FULL' }),
    );
    expect(store.read(id).flow.name).toBe('Two');
    expect(parseFlow(readFileSync(join(folder.path, 'one.flow.json'), 'utf8')).flow?.name).toBe('One');
    disk.error = undefined;
    store.change(id, rename(changed.revision, 'Three'));
    store.close();
    expect(parseFlow(readFileSync(join(folder.path, 'one.flow.json'), 'utf8')).flow?.name).toBe('Three');
  });
});

describe('a place that cannot be written', () => {
  it('is told from a full one', () => {
    const { disk, store } = openOnDisk();
    for (const [cause, code] of [
      ['EROFS', 'STORAGE_READ_ONLY'],
      ['EACCES', 'STORAGE_READ_ONLY'],
      ['EDQUOT', 'STORAGE_FULL'],
      ['ENOTDIR', 'STORAGE_PLACE'],
      ['EIO', 'STORAGE_FAILED'],
    ]) {
      disk.error = cause;
      expect(() => store.create(emptyFlow('One'))).toThrow(expect.objectContaining({ code }));
    }
    store.close();
    const other = new Error('no errno');
    expect(storageError(other, 'x')).toBe(other);
  });

  it('is told over HTTP as a problem with a way out', async () => {
    const backend = await openBackend(folder.path);
    mkdirSync(join(folder.path, '.sluice', 'runs'), { recursive: true });
    backend.flows.create(someFlow('Some'));
    // What removing a flow needs is a file here.
    writeFileSync(join(folder.path, '.sluice', 'trash'), '');
    const { status, body } = await backend.call('DELETE', '/flows/some');
    expect(status).toBe(507);
    expect(body).toMatchObject({ code: 'STORAGE_PLACE', help: expect.stringContaining('--project') });
    expect((await backend.call('GET', '/flows/some')).status).toBe(200);
    await backend.close();
  });
});

describe('damaged state of an earlier server', () => {
  it('is left behind: everybody signs in again, flows are there, runs start at none', async () => {
    const first = await openBackend(folder.path);
    first.flows.create(someFlow('Some'));
    await first.close();
    const state = join(folder.path, '.sluice', 'server');
    for (const name of ['sessions.json', 'revisions.json', 'secret', 'token'])
      writeFileSync(join(state, name), '\u0000{"broken');
    mkdirSync(join(folder.path, '.sluice', 'runs', 'r-old', 'state'), { recursive: true });
    writeFileSync(join(folder.path, '.sluice', 'runs', 'r-old', 'lock'), 'nonsense');
    writeFileSync(join(folder.path, '.sluice', 'runs', 'stray'), 'nonsense');
    mkdirSync(join(folder.path, 'folder.flow.json'));
    const second = await openBackend(folder.path);
    const old = await second.raw({
      method: 'GET',
      url: '/api/v1/flows',
      headers: { cookie: first.cookie },
    });
    expect(old.statusCode).toBe(401);
    expect((await second.call('GET', '/flows/some')).status).toBe(200);
    expect((await second.call('GET', '/flows/folder')).body).toMatchObject({ code: 'FLOW_UNREADABLE' });
    expect((await second.call('GET', '/runs')).body).toEqual([]);
    await second.close();
  });

  it('locks nobody out when a session cannot be kept', () => {
    const place = join(folder.path, 'access');
    const access = createAccess(place, () => 1);
    mkdirSync(join(place, 'sessions.json'));
    const session = access.redeem(access.createLink());
    expect(access.callerOf({ cookie: `sluice_1=${session}` })).toBeDefined();
  });
});
