import { useLayoutEffect, useRef, type ReactNode } from 'react';

interface DialogProps {
  readonly name: string;
  readonly className?: string | undefined;
  readonly testId: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The browser's own dialog: the rest of the page waits, Escape or a click beside it closes it, and the keys go back to where they were. */
export function Dialog({ name, className, testId, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const { current: element } = dialog;
    element?.showModal();
    return () => element?.close(); // gives the focus back
  }, []);
  return (
    <dialog
      ref={dialog} role="dialog" className={className} aria-label={name} data-testid={testId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      {children}
    </dialog>
  );
}
