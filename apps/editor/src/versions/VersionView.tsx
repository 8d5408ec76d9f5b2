import { Button } from '@mantine/core';
import { ReactFlowProvider } from '@xyflow/react';
import { t } from '../i18n/i18n.ts';
import { Message } from '../output/Message.tsx';
import { useVersionDrawing } from './use-version-drawing.ts';
import { VersionBanner } from './VersionBanner.tsx';
import { VersionCanvas } from './VersionCanvas.tsx';
import { closeVersion, useVersionView } from './version-view-store.ts';
import styles from './Versions.module.css';

/** A version in the place of the canvas: to look at, or with what tells it from another. Nothing can be changed here. */
export default function VersionView() {
  const { version, against } = useVersionView();
  const found = useVersionDrawing();
  return (
    <div className={styles.view} data-testid="version-view" data-version={version} data-against={against} onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && closeVersion()}>
      <VersionBanner drawing={found.state === 'ready' ? found.value.drawing : undefined} />
      {found.state === 'loading' && <Message>{t('Loading…')}</Message>}
      {found.state === 'failed' && <><Message trouble>{found.message}</Message><Button m="auto" variant="default" onClick={closeVersion}>{t('Back to the newest version')}</Button></>}
      {found.state === 'ready' && <ReactFlowProvider key={`${against}-${version}`}><VersionCanvas drawing={found.value.drawing} /></ReactFlowProvider>}
    </div>
  );
}
