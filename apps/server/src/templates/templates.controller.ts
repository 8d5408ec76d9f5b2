import { Controller, Get } from '@nestjs/common';
import { templateSchema } from '@millrace/workflow';
import { z } from 'zod';
import { Endpoint, operation } from '../http/operation.ts';
import { TemplatesService } from './templates.service.ts';

const list = operation({ summary: 'Workflows to start from', tag: 'workflows', answer: z.array(templateSchema) });

@Controller('api')
export class TemplatesController {
  constructor(private readonly templates: TemplatesService) {}

  @Get('templates')
  @Endpoint(list)
  list() {
    return this.templates.list();
  }
}
