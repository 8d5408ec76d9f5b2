import { formatShape, sameShape } from '../graph/shape.ts';
import { CheckpointError } from '../nn-error.ts';

interface Shaped {
  readonly shape: readonly number[];
}

/** What the tensors are checked for. */
export interface TensorCheck {
  /** How the message names where they come from. */
  readonly file: string;
  /** Whether the classification head is to be started anew, so that the file need not have it. */
  readonly headIsNew: boolean;
}

/**
 * Finds the stored tensor of each parameter: parameter name → stored name, without those of a new head. Throws
 * CheckpointError listing every tensor that is missing, superfluous or of another shape (with both shapes).
 */
export function checkTensors(
  stored: ReadonlyMap<string, Shaped>, expected: ReadonlyMap<string, Shaped>, { file, headIsNew }: TensorCheck,
): Map<string, string> {
  const hasPrefix = (names: Iterable<string>) => [...names].some((name) => name.startsWith('bert.'));
  const isBare = hasPrefix(expected.keys()) && !hasPrefix(stored.keys());
  const current = new Map([...stored.keys()].map((name) => [currentName(name, isBare), name]));
  const names = new Map<string, string>();
  const wrong: string[] = [];
  for (const [name, { shape }] of expected) {
    const found = current.get(name);
    if (headIsNew && (name.startsWith('classifier.') || (found === undefined && name.startsWith('bert.pooler.')))) continue;
    if (found === undefined) {
      wrong.push(`${name} ${formatShape(shape)} is missing`);
      continue;
    }
    const has = stored.get(found)!.shape;
    if (!sameShape(has, shape)) wrong.push(`${found} is ${formatShape(has)}, the configuration makes it ${formatShape(shape)}`);
    names.set(name, found);
  }
  for (const [name, found] of current) {
    if (!expected.has(name) && !isBuffer(name) && !(headIsNew && isOtherHead(name))) wrong.push(`${found} does not belong to the model`);
  }
  if (wrong.length) {
    const shown = wrong.slice(0, 20).join('; ');
    throw new CheckpointError(`The weights do not fit the configuration (${file}): ${shown}${wrong.length > 20 ? `; and ${wrong.length - 20} more` : ''}.`);
  }
  return names;
}

/**
 * Files converted from TensorFlow (bert-base-uncased among them) call LayerNorm's weight gamma and its bias beta; files of a bare
 * `BertModel` (sentence encoders) leave out the prefix.
 */
function currentName(name: string, isBare: boolean): string {
  const full = isBare && /^(embeddings|encoder|pooler)\./.test(name) ? `bert.${name}` : name;
  return full.replace(/LayerNorm\.gamma$/, 'LayerNorm.weight').replace(/LayerNorm\.beta$/, 'LayerNorm.bias');
}

/** Position numbers that older versions of Transformers stored. */
function isBuffer(name: string): boolean {
  return name === 'bert.embeddings.position_ids';
}

/** The heads of pre-training and of other tasks. */
function isOtherHead(name: string): boolean {
  return name.startsWith('cls.') || name.startsWith('classifier.') || name.startsWith('bert.pooler.');
}
