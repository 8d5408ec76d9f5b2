import { fileSchema, problemSchema, type MillraceFile } from '@millrace/workflow';
import { said, t } from '../i18n/i18n.ts';
import { RequestError } from './request.ts';

interface UploadOptions {
  /** From 0 to 1. */
  readonly onProgress: (fraction: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Uploads a file for workflows to read. The browser streams it from the disk; nothing holds it whole. Throws a RequestError, also when
 * the signal aborts. By XMLHttpRequest, since `fetch` does not tell how far it is.
 */
export function uploadFile(file: File, { onProgress, signal }: UploadOptions): Promise<MillraceFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const refuse = (message: string) => reject(new RequestError(request.status, message));
    request.open('POST', `/api/files?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => lengthComputable && total > 0 && onProgress(loaded / total);
    request.onload = () => {
      const stored = fileSchema.safeParse(request.response);
      if (request.status === 201 && stored.success) return resolve(stored.data);
      const problem = problemSchema.safeParse(request.response);
      refuse(problem.success ? said(problem.data) : t('The server answered {{status}} to the upload', { status: request.status }));
    };
    request.onerror = () => refuse(t('The upload broke off: is the server still running, and is the file smaller than it takes?'));
    request.onabort = () => refuse(t('The upload was stopped'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}
