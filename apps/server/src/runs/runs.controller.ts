import { Controller, Get, Patch, Post } from '@nestjs/common';
import { runEventSchema, runMarksSchema, runSchema, runSummarySchema } from '@millrace/workflow';
import { z } from 'zod';
import { Endpoint, Input, operation, type InputOf } from '../http/operation.ts';
import { runsQuerySchema } from './runs-query.ts';
import { RunsService } from './runs.service.ts';

const tag = 'runs';
const byId = z.object({ id: z.string().max(64) });
const eventsQuery = z.object({
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(10_000).default(1000),
  type: z.string().max(64).optional(),
  nodeId: z.string().max(64).optional(),
});

const list = operation({ summary: 'Runs, newest first; the next page is what comes `before` the last number', tag, query: runsQuerySchema, answer: z.array(runSummarySchema) });
const read = operation({ summary: 'A run with the state of each node', tag, params: byId, answer: runSchema, problems: [404] });
const annotate = operation({ summary: 'Writes tags or a note on a run', tag, params: byId, body: runMarksSchema, answer: runSummarySchema, problems: [404] });
const events = operation({ summary: 'Events of a run after a sequence number, in order', tag, params: byId, query: eventsQuery, answer: z.array(runEventSchema), problems: [404] });
const pause = operation({ summary: 'Pauses a run: running nodes write their checkpoints and stop; a run that is not queued or running stays as it is', tag, params: byId, status: 202, answer: runSummarySchema, problems: [404] });
const resume = operation({ summary: 'Lets a paused run go on; any other stays as it is', tag, params: byId, status: 202, answer: runSummarySchema, problems: [404] });
const cancel = operation({ summary: 'Cancels a run; a run that has ended stays as it is', tag, params: byId, status: 202, answer: runSummarySchema, problems: [404] });

@Controller('api/runs')
export class RunsController {
  constructor(private readonly runs: RunsService) {}

  @Get()
  @Endpoint(list)
  list(@Input() { query }: InputOf<typeof list>) {
    const { state: states, ...rest } = query;
    return this.runs.list({ ...rest, states });
  }

  @Get(':id')
  @Endpoint(read)
  read(@Input() { params }: InputOf<typeof read>) {
    return this.runs.read(params.id);
  }

  @Patch(':id')
  @Endpoint(annotate)
  annotate(@Input() { params, body }: InputOf<typeof annotate>) {
    return this.runs.annotate(params.id, body);
  }

  @Get(':id/events')
  @Endpoint(events)
  events(@Input() { params, query }: InputOf<typeof events>) {
    return this.runs.events(params.id, query);
  }

  @Post(':id/pause')
  @Endpoint(pause)
  pause(@Input() { params }: InputOf<typeof pause>) {
    return this.runs.pause(params.id);
  }

  @Post(':id/resume')
  @Endpoint(resume)
  resume(@Input() { params }: InputOf<typeof resume>) {
    return this.runs.resume(params.id);
  }

  @Post(':id/cancel')
  @Endpoint(cancel)
  cancel(@Input() { params }: InputOf<typeof cancel>) {
    return this.runs.cancel(params.id);
  }
}
