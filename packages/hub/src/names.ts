import { HubError } from './hub-error.ts';

const part = /^[A-Za-z0-9][A-Za-z0-9._-]{0,95}$/;

/** Throws HubError unless this names a repository: `org/name`, or `name` alone. A hub allows no `--` in it, which stands for `/` in our folders. */
export function checkRepository(repository: string): void {
  const parts = repository.split('/');
  if (parts.length <= 2 && parts.every((each) => part.test(each) && !each.includes('..') && !each.includes('--'))) return;
  throw new HubError(`"${repository}" does not name a model. Write org/name, as on the page of the model.`);
}

/** Throws HubError unless this names a branch, tag or commit. */
export function checkRevision(revision: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$/.test(revision) && !revision.includes('..')) return;
  throw new HubError(`"${revision}" does not name a revision: a branch, a tag or a commit.`);
}

/** Whether a hub may have a file of this name put into a folder of ours. */
export function isSafeFile(name: string): boolean {
  return name.length <= 200 && name.split('/').every((each) => part.test(each) && !each.includes('..'));
}
