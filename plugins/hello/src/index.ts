import { defineNode, port } from '@millrace/sdk';
import { z } from 'zod';

export default defineNode({
  type: 'hello.greet',
  title: 'Greet',
  category: 'Hello',
  description: 'Greets whoever is named; the smallest node there is.',
  inputs: { name: port.text({ optional: true, description: 'Whom to greet.' }) },
  outputs: { greeting: port.text() },
  params: z.object({
    salutation: z.string().min(1).default('Hello').meta({ title: 'Salutation', description: 'The word to greet with.' }),
  }),
  run: ({ inputs, params }) => ({ greeting: `${params.salutation}, ${inputs.name?.value ?? 'world'}!` }),
});
