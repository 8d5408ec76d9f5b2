import { Button, Tooltip } from '@mantine/core';
import type { Run } from '@millrace/workflow';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { runAgain } from '../runs/start-run.ts';
import { againScope } from './again-scope.ts';

/** On a run that failed or was cancelled: runs the rest of the same version, on what succeeded. */
export function RunAgainButton({ run }: { readonly run: Run }) {
  const scope = againScope(run);
  if (!scope) return null;
  return (
    <Tooltip label={t('The same version again: what succeeded is reused, what failed or was cancelled and all that follows runs')}>
      <Button size="sm" h={32} px={14} variant="default" leftSection={<Icon name="runFrom" size={14} />} data-testid="run-again" onClick={() => void runAgain(run, scope)}>
        {run.state === 'failed' ? t('Run again from the failure') : t('Run the rest')}
      </Button>
    </Tooltip>
  );
}
