import type { WorkflowVersionSummary } from '@millrace/workflow';

export type VersionGroup =
  | { readonly kind: 'version'; readonly version: WorkflowVersionSummary }
  /** Saves in a row that nobody named or ran. */
  | { readonly kind: 'steps'; readonly versions: readonly WorkflowVersionSummary[] };

const fewest = 3;

/**
 * The list as it is read, newest first: the newest, the first, those with a name and those that ran stand by themselves, and the many that
 * saved themselves in between are folded together.
 */
export function groupVersions(versions: readonly WorkflowVersionSummary[]): readonly VersionGroup[] {
  const groups: VersionGroup[] = [];
  let steps: WorkflowVersionSummary[] = [];
  const end = () => {
    if (steps.length >= fewest) groups.push({ kind: 'steps', versions: steps });
    else groups.push(...steps.map((version) => ({ kind: 'version' as const, version })));
    steps = [];
  };
  versions.forEach((version, index) => {
    const stands = index === 0 || index === versions.length - 1 || version.name !== undefined || version.runs > 0;
    if (!stands) return steps.push(version);
    end();
    return groups.push({ kind: 'version', version });
  });
  end();
  return groups;
}
