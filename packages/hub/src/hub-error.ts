/** What kept a model from being downloaded, in words meant for the person who asked for it: host and file, and what to do. */
export class HubError extends Error {
  override readonly name = 'HubError';
}
