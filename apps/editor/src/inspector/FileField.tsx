import { ActionIcon, Autocomplete, FileButton, Group, Loader, Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import { api } from '../api/api.ts';
import { messageOf } from '../api/request.ts';
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
  const [upload, setUpload] = useState<{ state: 'idle' | 'busy' } | { state: 'done' | 'failed'; message: string }>({ state: 'idle' });
  useEffect(() => {
    let current = true;
    api.files().then((files) => current && setPaths(files.map((file) => file.path)), () => undefined);
    return () => {
      current = false;
    };
  }, [upload]);
  const send = (file: File | null) => {
    if (!file) return;
    setUpload({ state: 'busy' });
    api.uploadFile(file).then(
      ({ path, bytes }) => {
        onChange(path);
        setUpload({ state: 'done', message: `${file.name} uploaded, ${formatBytes(bytes)}` });
      },
      (error: unknown) => setUpload({ state: 'failed', message: messageOf(error) }),
    );
  };
  return (
    <div>
      <Group gap={6} align="flex-end" wrap="nowrap">
        <Autocomplete
          {...frame}
          flex={1}
          data={[...paths]}
          limit={50}
          value={typeof value === 'string' ? value : ''}
          placeholder="A path, or upload"
          spellCheck={false}
          onChange={onChange}
        />
        <FileButton onChange={send}>
          {(button) => (
            <Tooltip label="Upload from this computer">
              <ActionIcon {...button} variant="default" size={30} mb={frame.error ? 20 : 0} aria-label="Upload from this computer" disabled={upload.state === 'busy'}>
                {upload.state === 'busy' ? <Loader size={14} /> : <Icon name="upload" size={15} />}
              </ActionIcon>
            </Tooltip>
          )}
        </FileButton>
      </Group>
      {'message' in upload && <p className={upload.state === 'failed' ? styles.error : styles.hint} role="status">{upload.message}</p>}
    </div>
  );
}
