import { lazy, Suspense } from 'react';
import { useRunInputs } from '../inputs/run-inputs.ts';
import { useQueueDialog } from '../queue/queue-store.ts';
import { useSecretsDialog } from '../secrets/secrets-store.ts';
import { useSweeps } from '../sweeps/sweeps-store.ts';
import { useGallery } from '../templates/gallery-store.ts';
import { useTour } from '../tour/tour-store.ts';

const QueueDialog = lazy(() => import('../queue/QueueDialog.tsx'));
const SecretsDialog = lazy(() => import('../secrets/SecretsDialog.tsx'));
const SweepsDialog = lazy(() => import('../sweeps/SweepsDialog.tsx'));
const Tour = lazy(() => import('../tour/Tour.tsx'));
const RunDialog = lazy(() => import('../inputs/RunDialog.tsx'));
const TemplateGallery = lazy(() => import('../templates/TemplateGallery.tsx'));

/** What lies over the page now and then: the gallery of templates, sweeps, the queue, secrets, the tour, what a run is to be given. */
export function Overlays() {
  const gallery = useGallery(({ open }) => open);
  const sweeping = useSweeps(({ page }) => page !== undefined);
  const queueing = useQueueDialog(({ open }) => open);
  const secrets = useSecretsDialog(({ page }) => page !== undefined);
  const touring = useTour(({ step }) => step !== undefined);
  const asking = useRunInputs((state) => state.asking !== undefined);
  return (
    <Suspense fallback={null}>
      {gallery && <TemplateGallery />}
      {sweeping && <SweepsDialog />}
      {queueing && <QueueDialog />}
      {secrets && <SecretsDialog />}
      {touring && <Tour />}
      {asking && <RunDialog />}
    </Suspense>
  );
}
