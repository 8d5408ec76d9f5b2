import { ActionIcon, Tooltip } from '@mantine/core';
import { isSettled } from '@millrace/workflow';
import type { KeyboardEvent } from 'react';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { useRunView } from '../runs/current-run.ts';
import { formatMilliseconds } from '../runs/format.ts';
import { stateWords } from '../runs/StateBadge.tsx';
import { play, showInstant, step, stop, useReplay } from './replay-store.ts';
import styles from './RunPage.module.css';

/** Replays the run: a slider over its time. Arrow keys go from change to change, Page Up and Page Down by tenths. */
export function RunScrubber() {
  const { replay, instant, playing } = useReplay();
  const state = useRunView(({ run }) => run?.state);
  const done = useRunView(({ run }) => Object.values(run?.nodes ?? {}).filter(isSettled).length);
  const count = useRunView(({ run }) => Object.keys(run?.nodes ?? {}).length);
  const [from, to] = [replay?.from ?? 0, replay?.to ?? 0];
  const shown = instant ?? to;
  const time = t('{{time}} of {{total}}', { time: formatMilliseconds(shown - from), total: formatMilliseconds(to - from) });
  const press = (event: KeyboardEvent) => {
    const tenth = (to - from) / 10;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => step('before'), ArrowDown: () => step('before'), ArrowRight: () => step('after'), ArrowUp: () => step('after'),
      PageDown: () => showInstant(Math.max(from, shown - tenth)), PageUp: () => showInstant(shown + tenth),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  };
  return (
    <div className={styles.scrubber} role="group" aria-label={t('Replay')}>
      <Control name={playing ? t('Stop the replay') : t('Play the run again')} onClick={playing ? stop : play} disabled={!replay} testId="replay-play"><Icon name={playing ? 'pause' : 'play'} size={14} filled /></Control>
      <Control name={t('The change before')} onClick={() => step('before')} disabled={!replay} testId="replay-before"><span className={styles.back}><Icon name="skip" size={14} /></span></Control>
      <input
        type="range" className={styles.slider} aria-label={t('Instant of the run')} aria-valuetext={`${time}, ${state ? stateWords(state) : ''}, ${t('{{done}} of {{count}}', { done, count })}`}
        min={0} max={Math.max(1, to - from)} step={1} value={shown - from} disabled={!replay} data-testid="replay-slider" onKeyDown={press} onChange={(event) => showInstant(from + Number(event.currentTarget.value))}
      />
      <Control name={t('The change after')} onClick={() => step('after')} disabled={!replay} testId="replay-after"><Icon name="skip" size={14} /></Control>
      <span className={`${styles.time} numbers`} data-testid="replay-time">{time}</span>
    </div>
  );
}

interface ControlProps {
  readonly name: string;
  readonly onClick: () => void;
  readonly disabled: boolean;
  readonly testId: string;
  readonly children: React.ReactNode;
}

function Control({ name, onClick, disabled, testId, children }: ControlProps) {
  return <Tooltip label={name}><ActionIcon variant="subtle" color="gray" size={28} aria-label={name} disabled={disabled} data-testid={testId} onClick={onClick}>{children}</ActionIcon></Tooltip>;
}
