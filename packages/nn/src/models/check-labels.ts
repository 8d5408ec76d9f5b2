import { ConfigError } from '../nn-error.ts';
import type { Task } from '../training/targets.ts';

/** Throws ConfigError unless there are enough labels for the task, each once. */
export function checkLabels(task: Task, labels: readonly string[]): void {
  const least = task === 'single_label_classification' || task === 'token_classification' ? 2 : 1;
  if (labels.length < least) throw new ConfigError(`id2label: a classifier needs at least two labels, this one has ${labels.length}.`);
  const repeated = labels.find((label, id) => labels.indexOf(label) !== id);
  if (repeated !== undefined) throw new ConfigError(`id2label: the label "${repeated}" appears twice.`);
}
