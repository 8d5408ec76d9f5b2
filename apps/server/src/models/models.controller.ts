import { Controller, Get } from '@nestjs/common';
import { modelSchema } from '@millrace/workflow';
import { z } from 'zod';
import { Endpoint, Input, operation, type InputOf } from '../http/operation.ts';
import { ModelsService } from './models.service.ts';

const tag = 'models';
const list = operation({ summary: 'The models of the registry', tag, answer: z.array(modelSchema) });
const read = operation({ summary: 'A model with its versions', tag, params: z.object({ name: z.string().max(64) }), answer: modelSchema, problems: [404] });

@Controller('api/models')
export class ModelsController {
  constructor(private readonly models: ModelsService) {}

  @Get()
  @Endpoint(list)
  list() {
    return this.models.list();
  }

  @Get(':name')
  @Endpoint(read)
  read(@Input() { params }: InputOf<typeof read>) {
    return this.models.read(params.name);
  }
}
