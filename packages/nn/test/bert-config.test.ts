import { bertConfig, bertConfigFile, ConfigError, parseBertConfig } from '@millrace/nn';

const file = { ...bertConfigFile(bertConfig({ vocabSize: 100, labels: ['ham', 'spam'], hiddenSize: 64 })) };

describe('a BERT configuration', () => {
  it('is written and read back as it is', () => {
    const config = bertConfig({ vocabSize: 100, labels: ['ham', 'spam'], hiddenSize: 192, hiddenLayers: 3, hiddenDropout: 0.2 });
    expect(parseBertConfig(JSON.parse(JSON.stringify(bertConfigFile(config))))).toEqual(config);
    expect(config).toMatchObject({ attentionHeads: 3, intermediateSize: 768, attentionDropout: 0.2, maxPositions: 512 });
  });

  it('gets what Transformers assumes where a field is missing', () => {
    expect(parseBertConfig({ model_type: 'bert' })).toMatchObject({
      vocabSize: 30522, hiddenSize: 768, hiddenLayers: 12, attentionHeads: 12, intermediateSize: 3072, maxPositions: 512,
      hiddenDropout: 0.1, classifierDropout: 0.1, layerNormEpsilon: 1e-12, labels: ['LABEL_0', 'LABEL_1'],
    });
  });

  it.each([
    ['another model', { model_type: 'roberta' }, 'model_type'],
    ['a size of zero', { hidden_size: 0 }, 'hidden_size'],
    ['a size that is text', { vocab_size: '100' }, 'vocab_size'],
    ['a rate of one', { hidden_dropout_prob: 1 }, 'hidden_dropout_prob'],
    ['an unknown activation', { hidden_act: 'swish' }, 'hidden_act'],
    ['heads that do not divide the width', { num_attention_heads: 5 }, 'hidden_size 64 must be a multiple of num_attention_heads 5'],
    ['padding outside the vocabulary', { pad_token_id: 100 }, 'pad_token_id 100 lies outside the vocabulary of 100'],
    ['label ids that leave one out', { id2label: { 0: 'a', 2: 'b' } }, 'id2label: the ids must count from 0; 1 is missing'],
    ['labels of the same name', { id2label: { 0: 'a', 1: 'a' } }, 'id2label: the label "a" appears twice'],
    ['one label', { id2label: { 0: 'a' } }, 'id2label: a classifier needs at least two labels'],
    ['relative positions', { position_embedding_type: 'relative_key' }, 'position_embedding_type'],
    ['a problem that nobody knows', { problem_type: 'ranking' }, 'problem_type'],
    ['a decoder', { is_decoder: true }, 'is_decoder'],
  ])('is refused with %s', (_, change, message) => {
    const parse = () => parseBertConfig({ ...file, ...change });
    expect(parse).toThrow(ConfigError);
    expect(parse).toThrow(message);
  });

  it.each([null, 'text', [1]])('is refused when it is %p', (content) => {
    expect(() => parseBertConfig(content)).toThrow(ConfigError);
  });
});
