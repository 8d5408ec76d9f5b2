import { Controller, Get } from '@nestjs/common';
import { queueSchema } from '@millrace/workflow';
import { z } from 'zod';
import { Endpoint, Input, operation, type InputOf } from '../http/operation.ts';
import { QueueService } from './queue.service.ts';

const query = z.object({ runId: z.string().max(64).meta({ description: 'The run of which nodes that wait for others before them are told of too.' }).optional() });
const read = operation({ summary: 'What runs now on which process, what waits and why', tag: 'runs', query, answer: queueSchema });

@Controller('api/queue')
export class QueueController {
  constructor(private readonly queue: QueueService) {}

  @Get()
  @Endpoint(read)
  read(@Input() { query: { runId } }: InputOf<typeof read>) {
    return this.queue.read(runId);
  }
}
