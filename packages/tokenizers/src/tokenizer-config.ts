import type { BertTokenizer } from './bert-tokenizer.ts';

/**
 * The content of the tokenizer_config.json that belongs beside a tokenizer.json. Without it Transformers 5 takes a BERT model's tokenizer
 * for an uncased one, whatever tokenizer.json says; the class named here is the one that reads tokenizer.json as it is.
 */
export function tokenizerConfig(tokenizer: BertTokenizer, { maxLength }: { readonly maxLength: number }): Record<string, unknown> {
  const tokens = {
    pad_token: tokenizer.padId, unk_token: tokenizer.unknownId, cls_token: tokenizer.clsId, sep_token: tokenizer.sepId, mask_token: tokenizer.maskId,
  };
  return {
    tokenizer_class: 'PreTrainedTokenizerFast',
    model_max_length: maxLength,
    model_input_names: ['input_ids', 'token_type_ids', 'attention_mask'],
    ...Object.fromEntries(Object.entries(tokens).flatMap(([role, id]) => (id === undefined ? [] : [[role, tokenizer.idToToken(id)]]))),
  };
}
