import { Button, Modal } from '@mantine/core';
import { completeInputs } from '@millrace/workflow';
import { useState } from 'react';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import styles from './Inputs.module.css';
import { InputsForm } from './InputsForm.tsx';
import { inputValues, setInputValue, useInputValues, useRunInputs } from './run-inputs.ts';

const noInputs: never[] = [];

/** Asks for the values that a run needs before it starts. */
export default function RunDialog() {
  const asking = useRunInputs((state) => state.asking);
  const inputs = useWorkflow((state) => state.document.inputs ?? noInputs);
  const values = useInputValues();
  const [tried, setTried] = useState(false);
  if (!asking) return null;
  const run = () => {
    const given = inputValues();
    if (completeInputs(inputs, given).problems.length > 0) setTried(true);
    else asking.answer(given);
  };
  return (
    <Modal opened onClose={() => asking.answer(undefined)} title={t('What should this run be given?')} closeButtonProps={{ 'aria-label': t('Cancel') }} data-testid="run-dialog">
      <form
        className={styles.dialog}
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        <InputsForm inputs={inputs} values={values} tried={tried} onChange={setInputValue} />
        <div className={styles.buttons}>
          <Button variant="default" size="xs" onClick={() => asking.answer(undefined)}>{t('Cancel')}</Button>
          <Button type="submit" size="xs" data-testid="run-with-inputs">{t('Run')}</Button>
        </div>
      </form>
    </Modal>
  );
}
