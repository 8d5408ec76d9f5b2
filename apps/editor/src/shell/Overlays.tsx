import { lazy, Suspense } from 'react';
import { useGallery } from '../templates/gallery-store.ts';
import { useTour } from '../tour/tour-store.ts';

const Tour = lazy(() => import('../tour/Tour.tsx'));
const TemplateGallery = lazy(() => import('../templates/TemplateGallery.tsx'));

/** What lies over the page now and then: the gallery of templates, the tour. */
export function Overlays() {
  const gallery = useGallery(({ open }) => open);
  const touring = useTour(({ step }) => step !== undefined);
  return (
    <Suspense fallback={null}>
      {gallery && <TemplateGallery />}
      {touring && <Tour />}
    </Suspense>
  );
}
