import { TokenizerError } from './tokenizer-error.ts';

/** One place in a template: ids of a special token, or the tokens of the first (A) or second (B) text. */
export type TemplatePiece =
  | { readonly special: string; readonly ids: readonly number[]; readonly typeId: number }
  | { readonly sequence: 'A' | 'B'; readonly typeId: number };

/** How special tokens are put around one text and around a pair. */
export interface Template {
  readonly single: readonly TemplatePiece[];
  readonly pair: readonly TemplatePiece[];
}

/** `[CLS] A [SEP]` and `[CLS] A [SEP] B [SEP]`, the second text with type id 1. */
export function bertTemplate(clsToken: string, clsId: number, sepToken: string, sepId: number): Template {
  const cls = { special: clsToken, ids: [clsId], typeId: 0 };
  const sep = { special: sepToken, ids: [sepId], typeId: 0 };
  const single: TemplatePiece[] = [cls, { sequence: 'A', typeId: 0 }, sep];
  return { single, pair: [...single, { sequence: 'B', typeId: 1 }, { ...sep, typeId: 1 }] };
}

/** How many tokens a template adds to those of the texts. */
export function addedLength(pieces: readonly TemplatePiece[]): number {
  return pieces.reduce((sum, piece) => sum + ('ids' in piece ? piece.ids.length : 0), 0);
}

/** A template that adds nothing. */
export const plainTemplate: Template = {
  single: [{ sequence: 'A', typeId: 0 }],
  pair: [{ sequence: 'A', typeId: 0 }, { sequence: 'B', typeId: 1 }],
};

/** Reads the `post_processor` of a tokenizer.json: `TemplateProcessing`, `BertProcessing` or none. */
export function readTemplate(value: unknown): Template {
  if (value === null || value === undefined) return plainTemplate;
  const { type, ...rest } = value as Record<string, unknown>;
  if (type === 'BertProcessing') {
    const { cls, sep } = rest as { cls: [string, number]; sep: [string, number] };
    if (!isTokenAndId(cls) || !isTokenAndId(sep)) throw new TokenizerError('post_processor: "cls" and "sep" must each be a token and its id.');
    return bertTemplate(cls[0], cls[1], sep[0], sep[1]);
  }
  if (type !== 'TemplateProcessing') {
    throw new TokenizerError(`post_processor: ${String(type)} is not supported yet; TemplateProcessing and BertProcessing are.`);
  }
  const special = (rest['special_tokens'] ?? {}) as Record<string, { ids?: unknown } | undefined>;
  const read = (name: 'single' | 'pair'): TemplatePiece[] => {
    const pieces = rest[name];
    if (!Array.isArray(pieces)) throw new TokenizerError(`post_processor: "${name}" must be a list of pieces.`);
    return pieces.map((piece: { SpecialToken?: { id: string; type_id: number }; Sequence?: { id: string; type_id: number } }, index) => {
      if (piece?.Sequence && (piece.Sequence.id === 'A' || piece.Sequence.id === 'B')) {
        return { sequence: piece.Sequence.id, typeId: Number(piece.Sequence.type_id) };
      }
      const ids = piece?.SpecialToken && special[piece.SpecialToken.id]?.ids;
      if (!piece?.SpecialToken || !Array.isArray(ids) || !ids.every(Number.isInteger)) {
        throw new TokenizerError(`post_processor: piece ${index} of "${name}" is neither a sequence A or B nor one of "special_tokens".`);
      }
      return { special: piece.SpecialToken.id, ids: ids as number[], typeId: Number(piece.SpecialToken.type_id) };
    });
  };
  return { single: read('single'), pair: read('pair') };
}

function isTokenAndId(value: unknown): boolean {
  return Array.isArray(value) && typeof value[0] === 'string' && Number.isInteger(value[1]);
}

/** The template as the `post_processor` of a tokenizer.json. */
export function writeTemplate(template: Template): unknown {
  const tokens = new Map<string, readonly number[]>();
  const write = (piece: TemplatePiece) => {
    if ('sequence' in piece) return { Sequence: { id: piece.sequence, type_id: piece.typeId } };
    tokens.set(piece.special, piece.ids);
    return { SpecialToken: { id: piece.special, type_id: piece.typeId } };
  };
  const single = template.single.map(write);
  const pair = template.pair.map(write);
  if (tokens.size === 0) return null;
  return {
    type: 'TemplateProcessing', single, pair,
    special_tokens: Object.fromEntries([...tokens].map(([id, ids]) => [id, { id, ids, tokens: [id] }])),
  };
}
