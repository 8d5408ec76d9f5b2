import type { Prediction } from './prediction.ts';

/** What the server says to a model worker. Requests carry texts and nothing else. */
export type ToWorker =
  | { readonly type: 'load'; readonly folder: string; readonly threads: number }
  | { readonly type: 'predict'; readonly id: number; readonly texts: readonly string[] };

/** What a model worker answers. */
export type FromWorker =
  | { readonly type: 'ready'; readonly labels: readonly string[] }
  | { readonly type: 'unusable'; readonly message: string }
  | { readonly type: 'predictions'; readonly id: number; readonly predictions: readonly Prediction[] }
  | { readonly type: 'error'; readonly id: number; readonly message: string };
