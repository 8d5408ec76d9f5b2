/** What went wrong in a network, a checkpoint or a training run, in words meant for the person who can fix it. */
export class NnError extends Error {
  override readonly name: string = 'NnError';
}

/** Shapes that do not fit: the message names the layer, the operation and both shapes. */
export class ShapeError extends NnError {
  override readonly name = 'ShapeError';
}

/** A model configuration that cannot be used: the message names the field. */
export class ConfigError extends NnError {
  override readonly name = 'ConfigError';
}

/** A weights file that is damaged, hostile or made for another model: the message names the file and the tensors. */
export class CheckpointError extends NnError {
  override readonly name = 'CheckpointError';
}

/** Examples a model cannot take (too long, an id outside the vocabulary, an unknown label): the message names the row. */
export class ExampleError extends NnError {
  override readonly name = 'ExampleError';
}

/** Training that cannot go on, such as a loss that is no longer a number: the message says at which step. */
export class TrainingError extends NnError {
  override readonly name = 'TrainingError';
}
