import type { ArtifactRef } from '@millrace/workflow';
import { api } from '../api/api.ts';
import { useImmutable } from '../api/immutable.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { formatBytes, formatNumber } from '../runs/format.ts';
import { words } from '../runs/node-line.ts';
import { Images } from './Images.tsx';
import styles from './Values.module.css';

/** A model, a tokenizer, or another artifact of files: what is known of it, and its files. */
export function FilesView({ artifact }: { readonly artifact: ArtifactRef }) {
  const { hash, kind, form, bytes, meta = {} } = artifact;
  const files = useImmutable(form === 'folder' ? `files:${hash}` : undefined, () => api.artifactFiles(hash));
  return (
    <div className={styles.files} data-testid="output-files">
      <dl className={styles.facts}>
        <Fact name={t('Kind')} value={t(kind)} />
        <Fact name={t('Size')} value={formatBytes(bytes)} />
        <Fact name={t('Hash')} value={hash.slice(0, 16)} title={hash} />
        {Object.entries(meta).map(([name, value]) => (
          <Fact key={name} name={t(words(name))} value={typeof value === 'number' ? formatNumber(value) : typeof value === 'string' ? value : Array.isArray(value) ? value.map(String).join(t(', ')) : JSON.stringify(value)} />
        ))}
      </dl>
      {form === 'file' && kind === 'file' && <Images hash={hash} paths={undefined} />}
      {files.state === 'ready' && <Images hash={hash} paths={files.value.map(({ path }) => path)} />}
      {form === 'folder' && (
        <ul className={styles.fileList} aria-label={t('Files')}>
          {files.state === 'ready' && files.value.map((file) => (
            <li key={file.path}><Icon name="file" size={14} /><span className="mono cut">{file.path}</span><span className="quiet numbers">{formatBytes(file.bytes)}</span></li>
          ))}
          {files.state === 'failed' && <li>{files.message}</li>}
        </ul>
      )}
    </div>
  );
}

function Fact({ name, value, title }: { readonly name: string; readonly value: string; readonly title?: string }) {
  return <div><dt>{name}</dt><dd className="numbers" title={title ?? value}>{value}</dd></div>;
}
