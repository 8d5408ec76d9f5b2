import { Tooltip } from '@mantine/core';
import { cloneElement, useState, type ReactElement } from 'react';

/** Words that open beside an element when the pointer rests on it. Until it does, nothing is there but the element: hundreds may be on a page. */
export function LazyTooltip({ label, children }: { readonly label: string; readonly children: ReactElement<{ onPointerEnter?: () => void }> }) {
  const [met, setMet] = useState(false);
  if (!met) return cloneElement(children, { onPointerEnter: () => setMet(true) });
  return <Tooltip defaultOpened label={label} style={{ whiteSpace: 'pre-line' }}>{children}</Tooltip>;
}
