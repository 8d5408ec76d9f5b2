import { t } from '../i18n/i18n.ts';
import { chooseRun, tell } from '../shell/session.ts';
import { restoreVersion } from './restore-version.ts';

/** Restores a version and shows it; tells the user when that fails. */
export function bringBack(version: number): void {
  void restoreVersion(version).then(() => chooseRun(undefined)).catch(tell(t('The version could not be brought back')));
}
