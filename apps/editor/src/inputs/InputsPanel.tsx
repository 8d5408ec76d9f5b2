import { Button } from '@mantine/core';
import { useState } from 'react';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { PanelFrame } from '../shell/PanelFrame.tsx';
import { showView } from '../shell/session.ts';
import { addInput, removeInput, setInput } from './input-edits.ts';
import { InputDefinition } from './InputDefinition.tsx';
import styles from './Inputs.module.css';
import { InputsForm } from './InputsForm.tsx';
import { setInputValue, useInputValues } from './run-inputs.ts';

const noInputs: never[] = [];

/** What runs of the workflow are given: the values for the next one, and how each input is defined. */
export default function InputsPanel() {
  const inputs = useWorkflow((state) => state.document.inputs ?? noInputs);
  const values = useInputValues();
  const [opened, setOpened] = useState<string>();
  const { edit, endGesture } = useWorkflow.getState();
  const add = () => edit((document) => {
    const added = addInput(document);
    setOpened(added.name);
    return added.document;
  });
  return (
    <PanelFrame title={t('Inputs')} about={inputs.length === 0 ? t('Name what a run is given: a file, a number of rows, a date. Parameters may then be written as expressions over it, such as inputs.rows * 0.2.') : undefined}>
      {inputs.length > 0 && (
        <section className={styles.section} aria-label={t('For the next run')}>
          <h3 className={styles.heading}>{t('For the next run')}</h3>
          <InputsForm inputs={inputs} values={values} tried={false} onChange={setInputValue} />
          <Button variant="default" size="xs" leftSection={<Icon name="play" size={12} />} onClick={() => showView('app')} data-testid="open-app">{t('Show as an app')}</Button>
        </section>
      )}
      <section className={styles.section} aria-label={t('Definitions')} onBlur={endGesture}>
        {inputs.length > 0 && <h3 className={styles.heading}>{t('Definitions')}</h3>}
        {inputs.map((input, index) => (
          <InputDefinition
            key={index} input={input} open={opened === input.name}
            onToggle={(open) => setOpened((before) => (open ? input.name : before === input.name ? undefined : before))}
            onChange={(next) => {
              if (opened === input.name) setOpened(next.name);
              edit((document) => setInput(document, index, next), `input:${index}`);
            }}
            onRemove={() => edit((document) => removeInput(document, index))}
          />
        ))}
        <Button variant="default" size="xs" leftSection={<Icon name="plus" size={14} />} onClick={add} data-testid="add-input">{t('Add an input')}</Button>
      </section>
    </PanelFrame>
  );
}
