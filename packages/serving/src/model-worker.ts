// The process that holds a model: it loads a folder, says that it is ready, and answers texts until its parent is gone.
import { TextClassifier } from './text-classifier.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

let classifier: TextClassifier | undefined;

process.on('disconnect', () => process.exit(0));
// Ctrl-C in a terminal reaches the whole process group; the server decides when its workers go.
process.on('SIGINT', () => undefined);
process.on('message', (message: ToWorker) => void answer(message));

async function answer(message: ToWorker): Promise<void> {
  switch (message.type) {
    case 'load':
      try {
        classifier = await TextClassifier.open(message.folder, { threads: message.threads });
        await warmUp(classifier);
        send({ type: 'ready', labels: classifier.labels });
      } catch (error) {
        send({ type: 'unusable', message: textOf(error) });
      }
      return;
    case 'predict':
      try {
        if (!classifier) throw new Error('No model is loaded.');
        send({ type: 'predictions', id: message.id, predictions: await classifier.predict(message.texts) });
      } catch (error) {
        send({ type: 'error', id: message.id, message: textOf(error) });
      }
      return;
    default:
      message satisfies never;
  }
}

/** A short, a long and several texts, so that the first request finds memory allocated. */
async function warmUp(model: TextClassifier): Promise<void> {
  await model.predict(['']);
  await model.predict(Array.from({ length: 4 }, () => 'warm '.repeat(model.maxLength)));
}

function send(message: FromWorker): void {
  process.send?.(message);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
