import { chooseDevice, type Device, TrainingError } from '@millrace/nn';

const only = (...devices: Device[]) => ({ hasGpu: () => true, probe: (device: Device) => Promise.resolve(devices.includes(device) ? undefined : `no ${device} here.`) });

describe('the device to train on', () => {
  it.each([
    ['a GPU through WebGPU', only('webgpu', 'cuda'), 'webgpu', []],
    ['CUDA where WebGPU does not work', only('cuda'), 'cuda', ['webgpu: no webgpu here.']],
    ['the processor where neither does', only(), 'cpu', ['webgpu: no webgpu here.', 'cuda: no cuda here.']],
    ['the processor where there is no GPU, although a software driver would answer', { ...only('webgpu'), hasGpu: () => false }, 'cpu', ['webgpu and cuda: there is no GPU on this machine.']],
  ] as const)('is, when left to us, %s, and we say why not another', async (_, world, device, notTaken) => {
    expect(await chooseDevice('auto', world)).toEqual({ device, notTaken });
  });

  it('is the one that is asked for, or the reason why it cannot be', async () => {
    expect(await chooseDevice('webgpu', only('webgpu'))).toEqual({ device: 'webgpu', notTaken: [] });
    expect(await chooseDevice('cpu', only('webgpu'))).toEqual({ device: 'cpu', notTaken: [] });
    await expect(chooseDevice('cuda', only())).rejects.toThrow(TrainingError);
    await expect(chooseDevice('cuda', only())).rejects.toThrow('Training on "cuda" is not possible here: no cuda here. Choose "auto" or "cpu".');
  });

  it('is tried in a process of its own', async () => {
    const choice = await chooseDevice('cuda').catch((error: Error) => error.message);
    expect(choice).toEqual(typeof choice === 'string' ? expect.stringMatching(/^Training on "cuda" is not possible here: (ONNX Runtime says|its driver)/) : { device: 'cuda', notTaken: [] });
  }, 60_000);
});
