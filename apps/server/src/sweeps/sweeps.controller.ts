import { Controller, Get, Post } from '@nestjs/common';
import { sweepRequestSchema, sweepSchema, sweepSummarySchema } from '@millrace/workflow';
import { z } from 'zod';
import { Endpoint, Input, operation, type InputOf } from '../http/operation.ts';
import { SweepsService } from './sweeps.service.ts';

const tag = 'sweeps';
const byId = z.object({ id: z.string().max(64) });

const start = operation({ summary: 'Runs a workflow with many values of its inputs; all trials are accepted, or none', tag, params: byId, body: sweepRequestSchema, status: 202, answer: sweepSchema, problems: [404, 422] });
const list = operation({ summary: 'The sweeps of a workflow, newest first', tag, params: byId, answer: z.array(sweepSummarySchema) });
const read = operation({ summary: 'A sweep with how each trial did', tag, params: byId, answer: sweepSchema, problems: [404] });
const cancel = operation({ summary: 'Cancels the trials that have not ended', tag, params: byId, status: 202, answer: sweepSchema, problems: [404] });

@Controller('api')
export class SweepsController {
  constructor(private readonly sweeps: SweepsService) {}

  @Post('workflows/:id/sweeps')
  @Endpoint(start)
  start(@Input() { params, body }: InputOf<typeof start>) {
    return this.sweeps.start(params.id, body);
  }

  @Get('workflows/:id/sweeps')
  @Endpoint(list)
  list(@Input() { params }: InputOf<typeof list>) {
    return this.sweeps.list(params.id);
  }

  @Get('sweeps/:id')
  @Endpoint(read)
  read(@Input() { params }: InputOf<typeof read>) {
    return this.sweeps.read(params.id);
  }

  @Post('sweeps/:id/cancel')
  @Endpoint(cancel)
  cancel(@Input() { params }: InputOf<typeof cancel>) {
    return this.sweeps.cancel(params.id);
  }
}
