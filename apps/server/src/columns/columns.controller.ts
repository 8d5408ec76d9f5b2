import { Controller, Post } from '@nestjs/common';
import { columnsRequestSchema, knownColumnsSchema } from '@millrace/workflow';
import { Endpoint, Input, operation, type InputOf } from '../http/operation.ts';
import { ColumnsService } from './columns.service.ts';

const columns = operation({
  summary: 'Which columns the tables of a workflow will have, before anything has run, and which ones parameters name in vain',
  tag: 'workflows', body: columnsRequestSchema, answer: knownColumnsSchema,
});

@Controller('api/columns')
export class ColumnsController {
  constructor(private readonly columns: ColumnsService) {}

  @Post()
  @Endpoint(columns)
  of(@Input() { body }: InputOf<typeof columns>) {
    return this.columns.of(body);
  }
}
