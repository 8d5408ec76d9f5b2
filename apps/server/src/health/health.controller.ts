import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { Endpoint, operation } from '../http/operation.ts';

const read = operation({ summary: 'Whether the server answers', tag: 'server', public: true, answer: z.object({ status: z.literal('ok') }) });

@Controller('api/health')
export class HealthController {
  @Get()
  @Endpoint(read)
  read() {
    return { status: 'ok' };
  }
}
