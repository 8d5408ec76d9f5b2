import { Modal } from '@mantine/core';
import { t } from '../i18n/i18n.ts';
import { NewSweep } from './NewSweep.tsx';
import { SweepList } from './SweepList.tsx';
import { SweepResults } from './SweepResults.tsx';
import { showSweeps, useSweeps, type SweepsPage } from './sweeps-store.ts';

/** Sweeps: the values that a workflow is tried with, and how each trial did. */
export default function SweepsDialog() {
  const page = useSweeps((state) => state.page);
  if (!page) return null;
  return (
    <Modal opened onClose={() => showSweeps(undefined)} size={page.kind === 'sweep' ? 900 : 620} title={page.kind === 'new' ? t('Vary inputs') : t('Sweeps')} closeButtonProps={{ 'aria-label': t('Close') }}>
      {content(page)}
    </Modal>
  );
}

function content(page: SweepsPage) {
  switch (page.kind) {
    case 'new':
      return <NewSweep vary={page.vary} />;
    case 'sweep':
      return <SweepResults key={page.id} id={page.id} />;
    case 'list':
      return <SweepList />;
    default:
      return page satisfies never;
  }
}
