import type { Model } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';
import { formatInstant, formatNumber } from '../runs/format.ts';
import { words } from '../runs/node-line.ts';
import { useLists } from '../shell/lists-store.ts';
import { Aliases } from './Aliases.tsx';
import { bestVersions, metricNames } from './metric-columns.ts';
import styles from './Models.module.css';

interface Props {
  readonly model: Model;
  readonly chosen: number;
  readonly onChoose: (version: number) => void;
}

/** The versions with their metrics, the best of each marked, their aliases and where they answer. */
export function VersionTable({ model, chosen, onChoose }: Props) {
  const deployments = useLists((lists) => lists.deployments);
  const names = metricNames(model);
  const best = bestVersions(model, names);
  return (
    <div className={styles.scroll}>
      <table className={styles.versions}>
        <thead>
          <tr>
            <th scope="col">{t('Version')}</th><th scope="col">{t('Saved')}</th>
            {names.map((name) => <th key={name} scope="col" className={styles.figure}>{t(words(name))}</th>)}
            <th scope="col">{t('Names')}</th><th scope="col">{t('Answers as')}</th>
          </tr>
        </thead>
        <tbody>
          {model.versions.map(({ version, createdAt, metrics }) => (
            <tr key={version} aria-selected={version === chosen}>
              <th scope="row"><label><input type="radio" name="version" checked={version === chosen} onChange={() => onChoose(version)} />v{version}</label></th>
              <td className="numbers">{formatInstant(createdAt)}</td>
              {names.map((name) => {
                const value = metrics[name];
                return <td key={name} className={`${styles.figure} numbers`} data-best={best.get(name) === version}>{value === null || value === undefined ? '' : formatNumber(value)}{best.get(name) === version && <span className={styles.best}>{t('best')}</span>}</td>;
              })}
              <td><Aliases model={model} version={version} /></td>
              <td>{deployments.filter((one) => one.model === model.name && one.version === version).map(({ name }) => name).join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
