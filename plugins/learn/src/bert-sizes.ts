/** Sizes of BERT: the small ones by Turc et al. (2019), base by Devlin et al. (2018). */
export const bertSizes = {
  tiny: { hiddenSize: 128, hiddenLayers: 2, attentionHeads: 2 },
  mini: { hiddenSize: 256, hiddenLayers: 4, attentionHeads: 4 },
  small: { hiddenSize: 512, hiddenLayers: 4, attentionHeads: 8 },
  medium: { hiddenSize: 512, hiddenLayers: 8, attentionHeads: 8 },
  base: { hiddenSize: 768, hiddenLayers: 12, attentionHeads: 12 },
} as const;
