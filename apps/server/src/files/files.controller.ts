import { Readable } from 'node:stream';
import { Controller, Get, Post, Req } from '@nestjs/common';
import { fileSchema, say } from '@millrace/workflow';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Endpoint, Input, operation, type InputOf } from '../http/operation.ts';
import { Refusal } from '../http/refusal.ts';
import { FilesService } from './files.service.ts';

const tag = 'files';
const list = operation({ summary: 'Files that workflows may read', tag, answer: z.array(fileSchema) });
const upload = operation({
  summary: 'Uploads a file, replacing one of the same name',
  tag,
  query: z.object({ name: z.string().min(1).max(255) }),
  stream: 'application/octet-stream',
  status: 201,
  answer: fileSchema,
  problems: [413, 415],
});

@Controller('api/files')
export class FilesController {
  constructor(private readonly files: FilesService) {}

  @Get()
  @Endpoint(list)
  list() {
    return this.files.list();
  }

  @Post()
  @Endpoint(upload)
  upload(@Input() { query }: InputOf<typeof upload>, @Req() request: FastifyRequest) {
    if (!(request.body instanceof Readable)) throw new Refusal(415, say`Send the bytes of the file with the content type "application/octet-stream"`);
    const declared = Number(request.headers['content-length']);
    return this.files.upload(query.name, request.body, Number.isFinite(declared) ? declared : undefined);
  }
}
