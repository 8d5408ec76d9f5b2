import { Button, Group, Select, TextInput } from '@mantine/core';
import { resourceNameSchema, type Model } from '@millrace/workflow';
import { useState } from 'react';
import { api } from '../api/api.ts';
import { messageOf } from '../api/request.ts';
import { t } from '../i18n/i18n.ts';
import { formatInstant } from '../runs/format.ts';
import { refresh } from '../shell/lists-store.ts';
import styles from './Deployments.module.css';

/** Serves a saved version under a name. */
export function DeployForm({ model, onDone }: { readonly model: Model; readonly onDone: () => void }) {
  const versions = [...model.versions].sort((a, b) => b.version - a.version);
  const [name, setName] = useState(model.name);
  const [version, setVersion] = useState(String(versions[0]?.version ?? ''));
  const [trouble, setTrouble] = useState<string>();
  const [busy, setBusy] = useState(false);
  const checked = resourceNameSchema.safeParse(name);
  const deploy = async () => {
    setBusy(true);
    try {
      await api.deploy({ name, model: model.name, version: Number(version) });
      await refresh('deployments');
      onDone();
    } catch (error) {
      setTrouble(messageOf(error));
      setBusy(false);
    }
  };
  return (
    <form
      className={styles.card} aria-label={t('Deploy {{name}}', { name: model.name })}
      onSubmit={(event) => {
        event.preventDefault();
        void deploy();
      }}
    >
      <TextInput size="xs" label={t('Name of the endpoint')} value={name} error={checked.success ? undefined : t('Use lower-case letters, digits and "-"')} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
      <Select
        size="xs" label={t('Version')} allowDeselect={false} value={version} onChange={(next) => setVersion(next ?? version)}
        data={versions.map((item) => ({ value: String(item.version), label: `v${item.version} · ${formatInstant(item.createdAt)}` }))}
      />
      {trouble && <p className={styles.trouble}>{trouble}</p>}
      <Group gap={6} justify="flex-end">
        <Button size="xs" variant="default" onClick={onDone}>{t('Not now')}</Button>
        <Button size="xs" type="submit" disabled={!checked.success} loading={busy}>{t('Deploy')}</Button>
      </Group>
    </form>
  );
}
