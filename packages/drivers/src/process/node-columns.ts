import { phraseOfError, UserError, type NodeDefinition } from '@millrace/sdk';
import { columnSchema, phraseSchema, say, told, type Column, type ColumnsAnswer } from '@millrace/workflow';
import { z } from 'zod';

/** Which node is asked for its columns, and what is known at its inputs. */
export interface ColumnsTask {
  readonly type: string;
  /** The plugin that brings the node type. */
  readonly plugin: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, readonly Column[]>>;
  /** Absolute paths of the files that parameters name, by the path written there. */
  readonly files: Readonly<Record<string, string>>;
}

const outputsSchema = z.record(z.string(), z.array(columnSchema).max(20_000).optional());
const mostProblems = 100;

/** Asks a definition which columns its tables have, in this process. Never rejects: what it throws is told as a problem. */
export async function columnsOf(definition: NodeDefinition, task: ColumnsTask): Promise<ColumnsAnswer> {
  const problems: ColumnsAnswer['problems'][number][] = [];
  try {
    const params = definition.params.safeParse(task.params);
    if (!params.success || !definition.columns) return { outputs: {}, problems };
    const found: unknown = await definition.columns({
      inputs: Object.fromEntries(Object.keys(definition.inputs).map((name) => [name, Object.hasOwn(task.inputs, name) ? task.inputs[name] : undefined])),
      params: params.data,
      file(path) {
        const absolute = Object.hasOwn(task.files, path) ? task.files[path] : undefined;
        if (absolute === undefined) throw new UserError(say`The node may only read files that its file parameters name, not "${path}".`);
        return absolute;
      },
      report: (parameter, message) => {
        if (problems.length < mostProblems) problems.push({ parameter: String(parameter), ...told(phraseSchema.safeParse(message).data ?? String(message)), severity: 'error' });
      },
    });
    const outputs = Object.entries(outputsSchema.parse(found)).flatMap(([port, columns]) => (columns ? [[port, columns] as const] : []));
    return { outputs: Object.fromEntries(outputs), problems };
  } catch (error) {
    return { outputs: {}, problems: [...problems, { ...told(phraseOfError(error)), severity: 'warning' }] };
  }
}
