import type { Run } from '@millrace/workflow';
import { later } from '../i18n/i18n.ts';

/** What started a run, in English for `t`. */
export const triggerWords: Readonly<Record<Run['trigger']['kind'], string>> = {
  manual: later('by hand'), schedule: later('on schedule'), sample: later('first start'), sweep: later('in a sweep'),
};
