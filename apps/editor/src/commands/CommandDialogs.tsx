import { lazy, Suspense } from 'react';
import { useCommandBar } from './command-bar-store.ts';

const CommandBar = lazy(() => import('./bar/CommandBar.tsx'));
const KeySheet = lazy(() => import('./KeySheet.tsx'));

/** The dialogs of the commands, fetched when the first of them opens. */
export function CommandDialogs() {
  const { offer, showsKeys } = useCommandBar();
  return (
    <Suspense fallback={null}>
      {offer && <CommandBar key={offer} offer={offer} />}
      {showsKeys && <KeySheet />}
    </Suspense>
  );
}
