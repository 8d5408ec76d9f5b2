import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeploymentStore, lockDataFolder, ModelStore, openDatabase, ScheduleStore, SecretCipher, SecretStore, SettingStore, VersionConflict, WorkflowStore } from '@millrace/drivers';
import { migrations } from '@millrace/migrations';
import { emptyWorkflow } from '@millrace/workflow';
import { describe, expect, test } from '@jest/globals';
import { onEachDatabase } from './on-each-database.ts';

onEachDatabase('The migrations', (open) => {
  test('make exactly what the entities describe', async () => {
    const database = await open();
    const { upQueries } = await database.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  test('go back, one by one, to an empty database, and forward again', async () => {
    const database = await open();
    for (const _ of migrations) await database.undoLastMigration();
    expect(await database.showMigrations()).toBe(true);
    await database.runMigrations();
    expect(await database.showMigrations()).toBe(false);
  });
});

onEachDatabase('The stores', (open) => {
  test('a save makes an immutable version; a save of what is there already makes none', async () => {
    const store = new WorkflowStore(await open());
    const { id } = await store.create(emptyWorkflow('first'));
    const saved = await store.save(id, emptyWorkflow('second'), 1);
    expect(saved).toMatchObject({ id, name: 'second', version: 2 });
    expect(await store.save(id, emptyWorkflow('second'), 2)).toMatchObject({ version: 2 });
    expect(await store.getVersion(id, 1)).toEqual(emptyWorkflow('first'));
    expect(await store.get(id)).toEqual(saved);
    expect(await store.versions(id)).toMatchObject([{ version: 2, runs: 0 }, { version: 1, runs: 0 }]);
    expect([await store.nameVersion(id, 1, 'As it began'), await store.nameVersion(id, 7, 'Nowhere')]).toEqual([true, false]);
    expect((await store.versions(id)).map(({ name }) => name)).toEqual([undefined, 'As it began']);
    await store.nameVersion(id, 1, null);
    expect((await store.versions(id))[1]).not.toHaveProperty('name');
    expect(await store.list()).toMatchObject([{ id, name: 'second', version: 2 }]);
  });

  test('of two saves made from one version, one is refused and overwrites nothing', async () => {
    const store = new WorkflowStore(await open());
    const { id } = await store.create(emptyWorkflow('first'));
    const saves = await Promise.allSettled([store.save(id, emptyWorkflow('mine'), 1), store.save(id, emptyWorkflow('yours'), 1)]);
    const refused = saves.flatMap((save) => (save.status === 'rejected' ? [save.reason] : []));
    expect(refused).toEqual([expect.any(VersionConflict)]);
    expect(refused[0]).toMatchObject({ current: 2 });
    expect((await store.get(id))?.version).toBe(2);
  });

  test('a workflow that is asked for twice under one id is made once, and never again once it was removed', async () => {
    const store = new WorkflowStore(await open());
    const id = '7c1c6c52-5c1c-4c5f-9d61-2f0a6d3f7a10';
    const made = await Promise.all([store.createOnce(id, emptyWorkflow('first')), store.createOnce(id, emptyWorkflow('first'))]);
    expect(made).toMatchObject([{ id, version: 1 }, { id, version: 1 }]);
    await store.save(id, emptyWorkflow('second'), 1);
    expect(await store.createOnce(id, emptyWorkflow('first'))).toMatchObject({ name: 'second', version: 2 });
    expect(await store.list()).toHaveLength(1);
    expect([await store.remove(id, 1), await store.remove(id, 2), await store.createOnce(id, emptyWorkflow('first'))]).toEqual([false, true, undefined]);
  });

  test('a removed workflow leaves the list; its versions stay for its runs', async () => {
    const store = new WorkflowStore(await open());
    const { id } = await store.create(emptyWorkflow('gone'));
    expect(await store.remove(id)).toBe(true);
    expect(await store.remove(id)).toBe(false);
    expect(await store.list()).toEqual([]);
    expect(await store.get(id)).toBeUndefined();
    expect(await store.save(id, emptyWorkflow('back'), 1)).toBeUndefined();
    expect(await store.getVersion(id, 1)).toEqual(emptyWorkflow('gone'));
  });

  test('the same model content under one name is one version', async () => {
    const store = new ModelStore(await open());
    const save = (hash: string, accuracy: number) => store.save({ name: 'spam', hash, metrics: { accuracy }, runId: 'r' });
    await Promise.all([save('a', 0.1), save('a', 0.1)]);
    expect(await save('b', 0.9)).toMatchObject({ model: 'spam', version: 2, hash: 'b', runId: 'r' });
    expect(await save('a', 0.5)).toMatchObject({ version: 1, metrics: { accuracy: 0.5 } });
    await store.setAlias('spam', 'champion', 2);
    await store.setAlias('spam', 'champion', 1);
    await expect(store.setAlias('spam', 'champion', 7)).rejects.toThrow('The model "spam" has no version 7.');
    expect(await store.get('spam')).toMatchObject({ name: 'spam', versions: [{ version: 2 }, { version: 1 }], aliases: { champion: 1 } });
    expect(await store.getVersion('spam')).toMatchObject({ version: 2 });
    expect(await store.getVersion('spam', 1)).toMatchObject({ hash: 'a' });
    expect(await store.getVersion('ham')).toBeUndefined();
  });

  test('a deployment is replaced by its name', async () => {
    const store = new DeploymentStore(await open());
    await store.put({ name: 'spam', model: 'spam', version: 1, status: 'failed', message: 'no room' });
    const put = await store.put({ name: 'spam', model: 'spam', version: 2, status: 'ready' });
    expect(await store.list()).toEqual([put]);
    expect(await store.get('spam')).toEqual({ name: 'spam', model: 'spam', version: 2, status: 'ready', updatedAt: put.updatedAt });
    expect(await store.remove('spam')).toBe(true);
    expect(await store.get('spam')).toBeUndefined();
  });

  test('a secret is stored encrypted, listed without its value, and opened by the key it was stored with or moved to', async () => {
    const database = await open();
    const [first, second] = [randomBytes(32), randomBytes(32)];
    const store = new SecretStore(database, new SecretCipher([first]));
    expect(await store.put({ name: 'hub', description: 'nothing to describe' })).toBeUndefined();
    const stored = await store.put({ name: 'hub', value: 'open-sesame', description: 'For the hub' });
    await store.put({ name: 'other', value: 'else' });
    expect(await store.list()).toEqual([{ name: 'hub', description: 'For the hub', createdAt: stored?.createdAt, updatedAt: stored?.updatedAt }, expect.objectContaining({ name: 'other' })]);
    expect(JSON.stringify(await database.query('SELECT * FROM secrets'))).not.toContain('open-sesame');
    expect(await store.use(['hub', 'other'])).toEqual(new Map([['hub', 'open-sesame'], ['other', 'else']]));
    expect(await store.get('hub')).toMatchObject({ lastUsedAt: expect.any(String) });
    await expect(store.use(['hub', 'none'])).rejects.toThrow('There is no secret "none"');
    expect(await store.put({ name: 'hub', value: 'changed' })).toMatchObject({ description: 'For the hub', createdAt: stored?.createdAt });
    expect(await store.put({ name: 'hub', description: '' })).not.toHaveProperty('description');

    const stranger = new SecretStore(database, new SecretCipher([second]));
    expect(await stranger.get('hub')).toMatchObject({ problem: expect.stringMatching(/^The secret "hub" was encrypted with another key .* MILLRACE_SECRET_KEY, or store the secret's value again\.$/) });
    await expect(stranger.use(['hub'])).rejects.toThrow('The secret "hub" was encrypted with another key');
    expect(await stranger.renewOld()).toEqual([]);
    expect(await new SecretStore(database, new SecretCipher([second, first])).renewOld()).toEqual(['hub', 'other']);
    expect(await stranger.use(['hub'])).toEqual(new Map([['hub', 'changed']]));
    expect([await store.remove('hub'), await store.remove('hub')]).toEqual([true, false]);
  });

  test('a fire of a schedule is recorded once, and never goes back', async () => {
    const store = new ScheduleStore(await open());
    const record = (at: string) => store.recordFire('w', 't', at);
    expect(await store.lastFire('w', 't')).toBeUndefined();
    expect((await Promise.all([record('2026-01-01T00:00:00Z'), record('2026-01-01T00:00:00Z')])).sort()).toEqual([false, true]);
    expect(await record('2025-12-31T00:00:00Z')).toBe(false);
    expect(await record('2026-01-02T00:00:00Z')).toBe(true);
    expect(await store.lastFire('w', 't')).toBe('2026-01-02T00:00:00.000Z');
  });

  test('a setting is kept and replaced', async () => {
    const store = new SettingStore(await open());
    expect(await store.get('token')).toBeUndefined();
    await store.set('token', 'a');
    await store.set('token', 'b');
    expect(await store.get('token')).toBe('b');
  });
});

describe('A data folder', () => {
  test('keeps what was committed over a restart', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'millrace-data-'));
    const database = await openDatabase({ dataDir });
    await new SettingStore(database).set('token', 'kept');
    await database.destroy();
    const again = await openDatabase({ dataDir });
    expect(await new SettingStore(again).get('token')).toBe('kept');
    expect(await again.query('PRAGMA synchronous')).toEqual([{ synchronous: 2 }]);
    expect(await again.query('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    await again.destroy();
    await rm(dataDir, { recursive: true });
  });

  test('belongs to one server at a time, and is free again when that one is killed', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'millrace-data-'));
    const script = `import { lockDataFolder } from '@millrace/drivers'; await lockDataFolder(process.argv[1]); console.log('locked'); setInterval(() => {}, 1000);`;
    const other = spawn(process.execPath, ['--input-type=module', '-e', script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'], env: { PATH: process.env['PATH'] } });
    await once(other.stdout, 'data');
    await expect(lockDataFolder(dataDir)).rejects.toThrow(`The data folder ${dataDir} is in use by another Millrace server (process ${other.pid})`);
    other.kill('SIGKILL');
    await once(other, 'exit');
    const lock = await lockDataFolder(dataDir);
    await expect(lockDataFolder(dataDir)).rejects.toThrow(dataDir);
    lock.release();
    (await lockDataFolder(dataDir)).release();
    await rm(dataDir, { recursive: true });
  });
});
