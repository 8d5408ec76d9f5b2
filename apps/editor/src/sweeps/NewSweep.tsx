import { Button, Group, NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api/api.ts';
import { messageOf } from '../api/request.ts';
import { saveNow } from '../document/save-workflow.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { blankForm, countTrials, readForm, type VariedForm } from './sweep-form.ts';
import styles from './Sweeps.module.css';
import { showSweeps } from './sweeps-store.ts';
import { VariedFields } from './VariedFields.tsx';

/** Which inputs take which values, and whether all combinations are tried or some are drawn. */
export function NewSweep({ vary }: { readonly vary: readonly string[] }) {
  const inputs = useWorkflow(({ document }) => document.inputs) ?? [];
  const [forms, setForms] = useState<readonly VariedForm[]>(() => inputs.filter(({ name }) => vary.includes(name)).map(blankForm));
  const [method, setMethod] = useState<'grid' | 'random'>('grid');
  const [trials, setTrials] = useState(10);
  const [trouble, setTrouble] = useState<string>();
  const [busy, setBusy] = useState(false);
  const read = forms.flatMap((form) => {
    const input = inputs.find(({ name }) => name === form.input);
    return input ? [{ form, input, result: readForm(form, input) }] : [];
  });
  const asked = read.flatMap(({ result }) => ('varied' in result ? [result.varied] : []));
  const { count, tooMany } = countTrials({ vary: asked, method, trials });
  const ready = asked.length > 0 && asked.length === read.length && !tooMany;
  const others = inputs.filter(({ name }) => !forms.some((form) => form.input === name));
  const start = async () => {
    setBusy(true);
    try {
      await saveNow();
      const { id, version } = useWorkflow.getState();
      if (id === undefined) throw new Error(t('Save the workflow first'));
      const sweep = await api.startSweep(id, { version, vary: asked, method, trials, seed: 42 });
      showSweeps({ kind: 'sweep', id: sweep.id });
    } catch (error) {
      setTrouble(messageOf(error));
      setBusy(false);
    }
  };
  if (inputs.length === 0) return <p className="quiet">{t('Nothing can be varied yet: choose “Try many values” at a node, or define inputs of the workflow.')}</p>;
  return (
    <form
      className={styles.form} aria-label={t('New sweep')}
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      {read.map(({ form, input, result }) => (
        <VariedFields
          key={input.name} input={input} form={form} problem={'problem' in result ? result.problem : undefined}
          onChange={(next) => setForms(forms.map((one) => (one.input === next.input ? next : one)))} onRemove={() => setForms(forms.filter((one) => one.input !== input.name))}
        />
      ))}
      {others.length > 0 && (
        <Select
          size="xs" label={t('Vary also')} placeholder={t('Choose an input')} value={null} data={others.map(({ name, title }) => ({ value: name, label: title ?? name }))}
          onChange={(name) => setForms([...forms, ...others.filter((input) => input.name === name).map(blankForm)])}
        />
      )}
      <Group gap={12} align="flex-end">
        <Select
          size="xs" label={t('Try')} allowDeselect={false} value={method} w={220}
          data={[{ value: 'grid', label: t('Every combination') }, { value: 'random', label: t('Some, drawn at random') }]} onChange={(next) => setMethod(next === 'random' ? 'random' : 'grid')}
        />
        {method === 'random' && <NumberInput size="xs" w={110} label={t('How many')} min={1} max={200} value={trials} onChange={(next) => setTrials(Number(next) || 1)} />}
      </Group>
      {tooMany && <p className={styles.trouble}>{t('{{count}} combinations are too many: take fewer values, or draw some at random.', { count })}</p>}
      {trouble && <p className={styles.trouble} role="alert">{trouble}</p>}
      <Group justify="flex-end" gap={8}>
        <Button size="xs" variant="default" onClick={() => showSweeps({ kind: 'list' })}>{t('Earlier sweeps')}</Button>
        <Button size="xs" type="submit" disabled={!ready} loading={busy} data-testid="start-sweep">{t('Run {{count}} trials', { count: ready ? count : 0 })}</Button>
      </Group>
    </form>
  );
}
