import { Modal } from '@mantine/core';
import type { Model } from '@millrace/workflow';
import { useState } from 'react';
import { t } from '../i18n/i18n.ts';
import { Lineage } from './Lineage.tsx';
import { VersionTable } from './VersionTable.tsx';

/** A model of the registry: its versions side by side, and where the chosen one came from. */
export default function ModelDialog({ model, onClose }: { readonly model: Model; readonly onClose: () => void }) {
  const [chosen, setChosen] = useState(model.versions[0]?.version);
  const version = model.versions.find((one) => one.version === chosen) ?? model.versions[0];
  return (
    <Modal opened onClose={onClose} size={880} title={t('Model {{name}}', { name: model.name })} closeButtonProps={{ 'aria-label': t('Close') }}>
      {version && (
        <>
          <VersionTable model={model} chosen={version.version} onChoose={setChosen} />
          <Lineage key={version.version} model={model} version={version} onLeave={onClose} />
        </>
      )}
    </Modal>
  );
}
