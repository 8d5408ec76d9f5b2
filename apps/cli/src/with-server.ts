import { findServer, type ServerAddress } from './find-server.ts';
import { borrowServer } from './server-process.ts';

/** Hands `use` the server that runs, or one that is started for as long as it takes. */
export async function withServer<Result>(use: (server: ServerAddress) => Promise<Result>): Promise<Result> {
  const running = await findServer(process.env);
  if (running) return use(running);
  const borrowed = await borrowServer();
  try {
    return await use(borrowed);
  } finally {
    await borrowed.close();
  }
}
