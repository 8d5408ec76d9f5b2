import { Button, Menu } from '@mantine/core';
import { api } from '../api/api.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import type { ViewQuery } from './table-query.ts';

/** Downloads the table as it is shown: its conditions, its order, its columns. */
export function ExportMenu({ hash, query, columns }: { readonly hash: string; readonly query: ViewQuery; readonly columns: readonly string[] | undefined }) {
  const address = (format: 'csv' | 'csv-spreadsheet' | 'parquet') => api.exportAddress(hash, format, `table-${hash.slice(0, 8)}`, { ...query, ...(columns ? { columns } : {}) });
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target><Button size="compact-xs" variant="default" leftSection={<Icon name="down" size={14} />}>{t('Download')}</Button></Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={address('csv')} download>{t('CSV')}</Menu.Item>
        <Menu.Item component="a" href={address('csv-spreadsheet')} download title={t('Texts that a spreadsheet would run as formulas begin with an apostrophe')}>{t('CSV for spreadsheets')}</Menu.Item>
        <Menu.Item component="a" href={address('parquet')} download>{t('Parquet')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
