import { ActionIcon, Autocomplete, FileButton, Group, Loader, Progress, Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import { api } from '../api/api.ts';
import { messageOf } from '../api/request.ts';
import { uploadFile } from '../api/upload-file.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { formatBytes } from '../runs/format.ts';
import type { Json } from './form-fields.ts';
import type { Frame } from './frame.ts';
import styles from './Inspector.module.css';

interface FileFieldProps {
  readonly frame: Frame;
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
}

/** A file that the server may read: chosen from its list, written as a path, or uploaded. */
export function FileField({ frame, value, onChange }: FileFieldProps) {
  const [paths, setPaths] = useState<readonly string[]>([]);
  const [upload, setUpload] = useState<{ state: 'idle' } | { state: 'busy'; name: string; fraction: number; stop: () => void } | { state: 'done' | 'failed'; message: string }>({ state: 'idle' });
  useEffect(() => {
    let current = true;
    api.files().then((files) => current && setPaths(files.map((file) => file.path)), () => undefined);
    return () => {
      current = false;
    };
  }, [upload.state]);
  const [over, setOver] = useState(false);
  const send = (file: File | null) => {
    if (!file) return;
    const abort = new AbortController();
    const stop = () => abort.abort();
    const onProgress = (fraction: number) => setUpload({ state: 'busy', name: file.name, fraction, stop });
    onProgress(0);
    uploadFile(file, { onProgress, signal: abort.signal }).then(
      ({ path, bytes }) => {
        onChange(path);
        setUpload({ state: 'done', message: t('{{name}} uploaded, {{size}}', { name: file.name, size: formatBytes(bytes) }) });
      },
      (error: unknown) => setUpload({ state: 'failed', message: messageOf(error) }),
    );
  };
  return (
    <div
      className={styles.drop}
      data-over={over}
      data-testid="file-drop"
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (upload.state !== 'busy') send(event.dataTransfer.files[0] ?? null);
      }}
    >
      <Group gap={6} align="flex-end" wrap="nowrap">
        <Autocomplete
          {...frame}
          flex={1}
          data={[...paths]}
          limit={50}
          value={typeof value === 'string' ? value : ''}
          placeholder={t('A path, or drop a file here')}
          spellCheck={false}
          onChange={onChange}
        />
        <FileButton onChange={send}>
          {(button) => (
            <Tooltip label={t('Upload from this computer')}>
              <ActionIcon {...button} variant="default" size={30} mb={frame.error ? 20 : 0} aria-label={t('Upload from this computer')} disabled={upload.state === 'busy'}>
                {upload.state === 'busy' ? <Loader size={14} /> : <Icon name="upload" size={15} />}
              </ActionIcon>
            </Tooltip>
          )}
        </FileButton>
      </Group>
      {upload.state === 'busy' && (
        <div className={styles.upload}>
          <Progress flex={1} size="sm" value={upload.fraction * 100} aria-label={t('Uploading {{name}}', { name: upload.name })} />
          <span className="quiet">{Math.floor(upload.fraction * 100)} %</span>
          <button type="button" className={styles.link} onClick={upload.stop}>{t('Stop')}</button>
        </div>
      )}
      {'message' in upload && <p className={upload.state === 'failed' ? styles.error : styles.hint} role="status">{upload.message}</p>}
    </div>
  );
}
