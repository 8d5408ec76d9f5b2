import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { Endpoint, operation } from '../http/operation.ts';
import { openApiDocument } from './openapi-document.ts';
import { RegisteredRoutes } from './registered-routes.ts';

const read = operation({ summary: 'This document: the HTTP API as OpenAPI 3.1', tag: 'server', answer: z.record(z.string(), z.json()) });

@Controller()
export class OpenApiController {
  constructor(private readonly routes: RegisteredRoutes) {}

  @Get('openapi.json')
  @Endpoint(read)
  read() {
    return openApiDocument(this.routes.list(), '0.1.0');
  }
}
