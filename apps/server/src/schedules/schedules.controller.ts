import { Controller, Get, Post } from '@nestjs/common';
import { nextFiresSchema, schedulePreviewSchema, scheduleSchema } from '@millrace/workflow';
import { z } from 'zod';
import { Endpoint, Input, operation, type InputOf } from '../http/operation.ts';
import { SchedulesService } from './schedules.service.ts';

const tag = 'schedules';
const ofWorkflow = operation({ summary: 'The schedules of a workflow', tag, params: z.object({ id: z.string().max(64) }), answer: z.array(scheduleSchema), problems: [404] });
const list = operation({ summary: 'The schedules of all workflows', tag, answer: z.array(scheduleSchema) });
const preview = operation({ summary: 'The next five times at which a schedule would fire', tag, body: schedulePreviewSchema, answer: nextFiresSchema });

@Controller('api')
export class SchedulesController {
  constructor(private readonly schedules: SchedulesService) {}

  @Get('workflows/:id/schedules')
  @Endpoint(ofWorkflow)
  ofWorkflow(@Input() { params }: InputOf<typeof ofWorkflow>) {
    return this.schedules.ofWorkflow(params.id);
  }

  @Get('schedules')
  @Endpoint(list)
  list() {
    return this.schedules.list();
  }

  @Post('schedules/preview')
  @Endpoint(preview)
  preview(@Input() { body }: InputOf<typeof preview>) {
    return this.schedules.preview(body);
  }
}
