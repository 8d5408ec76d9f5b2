import { expect, test } from '@jest/globals';
import greet from '@millrace/plugin-hello';
import { runNode, valueInput } from '@millrace/sdk/testing';

test('greets the world, or whoever is named', async () => {
  expect((await runNode(greet)).outputs.greeting.value).toBe('Hello, world!');
  const run = await runNode(greet, { inputs: { name: valueInput('text', 'Ada') }, params: { salutation: 'Good morning' } });
  expect(run.outputs.greeting.value).toBe('Good morning, Ada!');
});

test('refuses an empty salutation', async () => {
  await expect(runNode(greet, { params: { salutation: '' } })).rejects.toThrow('Parameter "salutation"');
});
