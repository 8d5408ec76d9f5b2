/** Sizes of GPT-2: "base" is the smallest of Radford et al. (2019), the others are for small data and small machines. */
export const gpt2Sizes = {
  tiny: { hiddenSize: 128, hiddenLayers: 2, attentionHeads: 2 },
  mini: { hiddenSize: 256, hiddenLayers: 4, attentionHeads: 4 },
  small: { hiddenSize: 384, hiddenLayers: 6, attentionHeads: 6 },
  base: { hiddenSize: 768, hiddenLayers: 12, attentionHeads: 12 },
} as const;
