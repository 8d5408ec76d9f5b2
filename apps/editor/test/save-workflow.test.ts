import { jest } from '@jest/globals';
import { emptyWorkflow, type Workflow } from '@millrace/workflow';
import { rename, setDescription } from '../src/document/edits.ts';
import { isDirty, mergeTheirs, reloadTheirs, saveNow, saveOverTheirs } from '../src/document/save-workflow.ts';
import { useWorkflow } from '../src/document/workflow-store.ts';

/** The part of the server that saves: versions, and 409 for a save that was made from an older one. */
class Versions {
  readonly documents: Workflow[] = [];
  requests = 0;
  #made: string | undefined;

  readonly fetch = async (path: string, { method = 'GET', body }: { method?: string; body?: string } = {}): Promise<Response> => {
    this.requests++;
    const sent: { document?: Workflow; baseVersion?: number; id?: string } = body === undefined ? {} : JSON.parse(body);
    const isMade = method === 'POST' && this.#made === sent.id;
    if (method === 'POST') this.#made = sent.id;
    if (method === 'PUT' && sent.baseVersion !== this.documents.length) {
      return Response.json({ statusCode: 409, message: `Version ${this.documents.length} was saved since` }, { status: 409 });
    }
    if (sent.document && !isMade) this.documents.push(sent.document);
    if (this.documents.length === 0) return Response.json({ statusCode: 404, message: `Nothing at ${path}` }, { status: 404 });
    return Response.json({ id: 'w', name: this.documents.at(-1)?.name, version: this.documents.length, updatedAt: '2026-01-01T00:00:00Z', document: this.documents.at(-1) });
  };
}

const realFetch = globalThis.fetch;
let server: Versions;

// Notices go by themselves after a while.
jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });

beforeEach(() => {
  server = new Versions();
  globalThis.fetch = server.fetch as typeof fetch; // answers all that saving asks
  useWorkflow.getState().openDraft(emptyWorkflow('Draft'));
});
afterAll(() => {
  globalThis.fetch = realFetch;
});

describe('saving', () => {
  it('makes a workflow of a draft, then versions of it', async () => {
    expect(await saveNow()).toBe(1);
    expect(useWorkflow.getState()).toMatchObject({ id: 'w', version: 1, save: { kind: 'saved' } });
    useWorkflow.getState().edit((document) => rename(document, 'Named'));
    expect(useWorkflow.getState().save.kind).toBe('unsaved');
    expect(await saveNow()).toBe(2);
    expect(server.documents.map(({ name }) => name)).toEqual(['Draft', 'Named']);
  });

  it('asks nothing of the server when nothing changed', async () => {
    await saveNow();
    useWorkflow.getState().edit((document) => rename(document, 'Named'));
    useWorkflow.getState().undo();
    const before = server.requests;
    expect(await saveNow()).toBe(1);
    expect(server.requests).toBe(before);
    expect(useWorkflow.getState().save.kind).toBe('saved');
  });

  it('sends what was edited while the server was away once it is back, also when only its answer was lost', async () => {
    await saveNow();
    useWorkflow.getState().edit((document) => rename(document, 'While away'));
    const away = jest.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed'));
    await expect(saveNow()).rejects.toThrow('does not answer');
    away.mockRestore();
    await saveNow();
    expect(server.documents.map(({ name }) => name)).toEqual(['Draft', 'While away']);

    useWorkflow.getState().edit((document) => rename(document, 'Unanswered'));
    const lost = jest.spyOn(globalThis, 'fetch').mockImplementationOnce(async (path, init) => {
      await server.fetch(String(path), init as { method: string; body: string }); // as saving sends it
      throw new TypeError('fetch failed');
    });
    await expect(saveNow()).rejects.toThrow('does not answer');
    lost.mockRestore();
    await saveNow();
    expect(server.documents.map(({ name }) => name)).toEqual(['Draft', 'While away', 'Unanswered']);
    expect(useWorkflow.getState()).toMatchObject({ version: 3, save: { kind: 'saved' }, document: { name: 'Unanswered' } });
    await saveNow();
    expect(server.documents).toHaveLength(3);
  });

  it('makes one workflow of a draft whose first answer was lost, and saves what was changed since as its next version', async () => {
    const lost = jest.spyOn(globalThis, 'fetch').mockImplementationOnce(async (path, init) => {
      await server.fetch(String(path), init as { method: string; body: string }); // as saving sends it
      throw new TypeError('fetch failed');
    });
    await expect(saveNow()).rejects.toThrow('does not answer');
    lost.mockRestore();
    expect(useWorkflow.getState().id).toBeUndefined();
    useWorkflow.getState().edit((document) => rename(document, 'Since'));
    expect(await saveNow()).toBe(2);
    expect(server.documents.map(({ name }) => name)).toEqual(['Draft', 'Since']);
    expect(useWorkflow.getState()).toMatchObject({ id: 'w', save: { kind: 'saved' }, document: { name: 'Since' } });
    useWorkflow.getState().openDraft(emptyWorkflow('Another'));
    await saveNow();
    expect(server.documents.at(-1)?.name).toBe('Another');
  });

  it('saves once for all who ask while a save is under way', async () => {
    await saveNow();
    useWorkflow.getState().edit((document) => rename(document, 'First'));
    const first = saveNow();
    useWorkflow.getState().edit((document) => rename(document, 'Second'));
    const before = server.requests;
    expect(await Promise.all([first, saveNow(), saveNow(), saveNow()])).toEqual([3, 3, 3, 3]);
    expect(server.requests - before).toBe(1);
    expect(server.documents.map(({ name }) => name)).toEqual(['Draft', 'First', 'Second']);
  });

  it('saves an edit that was made while a save was under way', async () => {
    const saving = saveNow();
    useWorkflow.getState().edit((document) => rename(document, 'Later'));
    await saving;
    expect(server.documents.at(-1)?.name).toBe('Later');
    expect(isDirty()).toBe(false);
  });

  it('overwrites nothing when someone else saved in between', async () => {
    await saveNow();
    server.documents.push(rename(emptyWorkflow('x'), 'Theirs'));
    useWorkflow.getState().edit((document) => rename(document, 'Mine'));
    await expect(saveNow()).rejects.toThrow('Version 2 was saved since');
    expect(useWorkflow.getState()).toMatchObject({ document: { name: 'Mine' }, save: { kind: 'conflict', message: 'Version 2 was saved since' } });
    useWorkflow.getState().edit((document) => setDescription(document, 'more'));
    expect(useWorkflow.getState().save.kind).toBe('conflict');
    expect(server.documents).toHaveLength(2);
  });

  it('merges what someone else saved in between and saves both, as one step that undo takes back', async () => {
    await saveNow();
    server.documents.push(setDescription(emptyWorkflow('Draft'), 'Theirs'));
    useWorkflow.getState().edit((document) => rename(document, 'Mine'));
    expect(await saveNow()).toBe(3);
    expect(server.documents.at(-1)).toMatchObject({ name: 'Mine', description: 'Theirs' });
    expect(useWorkflow.getState().save.kind).toBe('saved');
    useWorkflow.getState().undo();
    expect(useWorkflow.getState().document).toEqual(rename(emptyWorkflow('x'), 'Mine'));
  });

  it('merges with what the user chose where both changed the same', async () => {
    await saveNow();
    server.documents.push(setDescription(emptyWorkflow('Theirs'), 'Theirs'));
    useWorkflow.getState().edit((document) => rename(document, 'Mine'));
    await expect(saveNow()).rejects.toThrow('Version 2 was saved since');
    expect(useWorkflow.getState().save).toMatchObject({ conflicts: [{ place: 'name', mine: 'Mine', theirs: 'Theirs' }] });
    await mergeTheirs(new Map([['name', 'theirs']]));
    expect(useWorkflow.getState()).toMatchObject({ document: { name: 'Theirs', description: 'Theirs' }, save: { kind: 'saved' } });
    server.documents.push(rename(server.documents.at(-1)!, 'Theirs again'));
    useWorkflow.getState().edit((document) => rename(document, 'Mine again'));
    await expect(saveNow()).rejects.toThrow();
    await mergeTheirs(new Map());
    expect(server.documents.at(-1)).toMatchObject({ name: 'Mine again', description: 'Theirs' });
  });

  it('lets the user take theirs, or save over it', async () => {
    await saveNow();
    server.documents.push(emptyWorkflow('Theirs'));
    useWorkflow.getState().edit((document) => rename(document, 'Mine'));
    await expect(saveNow()).rejects.toThrow();
    await saveOverTheirs();
    expect(server.documents.map(({ name }) => name)).toEqual(['Draft', 'Theirs', 'Mine']);
    server.documents.push(emptyWorkflow('Theirs again'));
    await reloadTheirs();
    expect(useWorkflow.getState()).toMatchObject({ version: 4, document: { name: 'Theirs again' }, save: { kind: 'saved' } });
  });

  it('says when the server cannot be reached, and saves later', async () => {
    globalThis.fetch = () => Promise.reject(new TypeError('fetch failed'));
    await expect(saveNow()).rejects.toThrow('The server does not answer');
    expect(useWorkflow.getState().save).toEqual({ kind: 'failed', message: 'The server does not answer: is it still running?' });
    globalThis.fetch = server.fetch as typeof fetch;
    expect(await saveNow()).toBe(1);
  });
});
