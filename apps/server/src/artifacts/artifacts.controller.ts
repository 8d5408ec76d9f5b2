import { Controller, Get } from '@nestjs/common';
import { columnProfileSchema, tableSliceSchema } from '@millrace/workflow';
import { z } from 'zod';
import { Endpoint, Input, operation, type InputOf } from '../http/operation.ts';
import { ArtifactsService } from './artifacts.service.ts';

const tag = 'artifacts';
const byHash = z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/, 'must be the 64 hexadecimal digits of an artifact') });
const sliceQuery = z.object({ offset: z.coerce.number().int().nonnegative().default(0), limit: z.coerce.number().int().min(1).max(500).default(100) });

const table = operation({ summary: 'Rows of a table', tag, params: byHash, query: sliceQuery, answer: tableSliceSchema, problems: [404] });
const profile = operation({ summary: 'A profile of each column of a table', tag, params: byHash, answer: z.array(columnProfileSchema), problems: [404] });
const value = operation({ summary: 'A value: metrics, a chart, text or JSON', tag, params: byHash, answer: z.json(), problems: [404, 413] });
const files = operation({ summary: 'The files of a folder', tag, params: byHash, answer: z.array(z.object({ path: z.string(), bytes: z.number().int() })), problems: [404] });

@Controller('api/artifacts/:hash')
export class ArtifactsController {
  constructor(private readonly artifacts: ArtifactsService) {}

  @Get('table')
  @Endpoint(table)
  table(@Input() { params, query }: InputOf<typeof table>) {
    return this.artifacts.table(params.hash, query);
  }

  @Get('profile')
  @Endpoint(profile)
  profile(@Input() { params }: InputOf<typeof profile>) {
    return this.artifacts.profile(params.hash);
  }

  @Get('value')
  @Endpoint(value)
  value(@Input() { params }: InputOf<typeof value>) {
    return this.artifacts.value(params.hash);
  }

  @Get('files')
  @Endpoint(files)
  files(@Input() { params }: InputOf<typeof files>) {
    return this.artifacts.files(params.hash);
  }
}
