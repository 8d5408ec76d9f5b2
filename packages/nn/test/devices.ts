import type { Device } from '@millrace/nn';

/** The devices that tests run on: WebGPU only where tools/test.mjs found a Vulkan driver. */
export const devices: readonly Device[] = process.env['VK_ICD_FILENAMES'] ? ['cpu', 'webgpu'] : ['cpu'];
