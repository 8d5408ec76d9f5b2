import { cp, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { NodeContext } from '@millrace/sdk';

/** The files of a model as a folder under the names that a folder has, without copying them where the system allows. */
export async function pretrainedFolder({ configFile, weightsFile }: { readonly configFile: string; readonly weightsFile: string }, context: NodeContext): Promise<string> {
  const folder = context.scratch('pretrained');
  await mkdir(folder);
  await link(context.file(configFile), join(folder, 'config.json'));
  await link(context.file(weightsFile), join(folder, 'model.safetensors'));
  return folder;
}

async function link(path: string, name: string): Promise<void> {
  await symlink(path, name).catch(() => cp(path, name));
}
