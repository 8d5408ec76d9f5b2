import { availableParallelism } from 'node:os';
import type { InferenceSession } from 'onnxruntime-node';

/** How much of the machine a session may use. */
export interface ThreadOptions {
  /** Threads for one operation; every core by default. */
  readonly threads?: number | undefined;
}

/**
 * ONNX Runtime's options for a session on the CPU. Denormals are read as zero: they cost time and carry nothing. Idle threads
 * sleep instead of spinning: as fast on a quiet machine, and on a busy one a step takes half the processor time. Dropout masks that are
 * read twice are scaled once: nothing is quantized here, and looking for it would repeat that.
 */
export function sessionOptions({ threads = availableParallelism() }: ThreadOptions): InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    extra: { session: { set_denormal_as_zero: '1', disable_quant_qdq: '1', intra_op: { allow_spinning: '0' } } },
  };
}
