import { Controller, Delete, Get, Put } from '@nestjs/common';
import { putSecretSchema, secretDetailSchema, secretNameSchema, secretSummarySchema } from '@millrace/workflow';
import { z } from 'zod';
import { Endpoint, Input, operation, type InputOf } from '../http/operation.ts';
import { SecretsService } from './secrets.service.ts';

const tag = 'secrets';
const byName = z.object({ name: secretNameSchema });
const force = z.enum(['', '1', 'true']).optional().meta({ description: 'Removes it even when workflows refer to it.' }).transform((given) => given !== undefined);

const list = operation({ summary: 'The names of secrets; their values are in no answer', tag, answer: z.array(secretSummarySchema) });
const read = operation({ summary: 'A secret without its value, and the workflows whose latest version refers to it', tag, params: byName, answer: secretDetailSchema, problems: [404] });
const put = operation({ summary: 'Stores a secret, encrypted, or changes what is given of it', tag, params: byName, body: putSecretSchema, answer: secretSummarySchema, problems: [409] });
const remove = operation({ summary: 'Removes a secret; refused while workflows refer to it, unless forced', tag, params: byName, query: z.object({ force }), status: 204, problems: [404, 409] });

@Controller('api/secrets')
export class SecretsController {
  constructor(private readonly secrets: SecretsService) {}

  @Get()
  @Endpoint(list)
  list() {
    return this.secrets.list();
  }

  @Get(':name')
  @Endpoint(read)
  read(@Input() { params }: InputOf<typeof read>) {
    return this.secrets.read(params.name);
  }

  @Put(':name')
  @Endpoint(put)
  put(@Input() { params, body }: InputOf<typeof put>) {
    return this.secrets.put(params.name, body);
  }

  @Delete(':name')
  @Endpoint(remove)
  remove(@Input() { params, query }: InputOf<typeof remove>) {
    return this.secrets.remove(params.name, query);
  }
}
