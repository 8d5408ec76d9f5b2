import { z } from 'zod';

/** How parameters refer to a secret. */
export const secretNameSchema = z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/, 'Begin with a letter; letters, digits, "-", "_" and "." may follow, 64 in all');

/** More than a private key or a service account takes. */
export const longestSecret = 16_384;

/** A value that cannot be told apart in a text cannot be masked there. */
export const shortestMaskedSecret = 4;

/** What may be known of a secret; its value is in no answer. */
export const secretSummarySchema = z.object({
  name: secretNameSchema,
  description: z.string().optional(),
  createdAt: z.string(),
  /** When the value or the description was last set. */
  updatedAt: z.string(),
  lastUsedAt: z.string().optional(),
  /** Why the server cannot read its value, and what to do. */
  problem: z.string().optional(),
});
/** With the workflows whose latest version refers to it. */
export const secretDetailSchema = secretSummarySchema.extend({ usedBy: z.array(z.object({ id: z.string(), name: z.string() })) });

export const putSecretSchema = z.strictObject({
  /** Of a secret that is there already, the value stays when it is left out. */
  value: z.string().min(1, 'must not be empty').max(longestSecret, `must have at most ${longestSecret} characters`).refine((value) => !/\p{Surrogate}/u.test(value), 'is not text').optional(),
  /** Stays when it is left out. */
  description: z.string().trim().max(500).optional(),
});

export type SecretSummary = z.infer<typeof secretSummarySchema>;
export type SecretDetail = z.infer<typeof secretDetailSchema>;
export type PutSecret = z.infer<typeof putSecretSchema>;
