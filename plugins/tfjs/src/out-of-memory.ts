import { say, UserError } from '@millrace/sdk';

/** Does the work; when memory runs out, says so and what to do. */
export async function outOfMemoryInWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/allocation failed|out of memory|memory access out of bounds|OOM|Cannot enlarge memory|Invalid typed array length/i.test(message)) {
      throw new UserError(say`The network ran out of memory (${message.split('\n')[0] ?? ''}). Lower the batch size, or make its layers smaller.`, { cause: error });
    }
    throw error;
  }
}
