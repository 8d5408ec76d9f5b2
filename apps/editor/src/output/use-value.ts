import type { ArtifactRef } from '@millrace/workflow';
import type { z } from 'zod';
import { api } from '../api/api.ts';
import { useImmutable, type Fetched } from '../api/immutable.ts';
import { t } from '../i18n/i18n.ts';

/** The value of an artifact, checked. */
export function useValue<Schema extends z.ZodType>({ hash, kind }: ArtifactRef, schema: Schema): Fetched<z.output<Schema>> {
  const fetched = useImmutable(`value:${hash}`, () => api.value(hash));
  if (fetched.state !== 'ready') return fetched;
  const result = schema.safeParse(fetched.value);
  return result.success ? { state: 'ready', value: result.data } : { state: 'failed', message: t('This is stored as {{kind}}, but does not have the shape of it', { kind }) };
}
