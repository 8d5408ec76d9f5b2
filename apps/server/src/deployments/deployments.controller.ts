import { Controller, Delete, Get, Post, Res } from '@nestjs/common';
import { createDeploymentSchema, deploymentSchema, predictRequestSchema, predictResponseSchema } from '@millrace/workflow';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Endpoint, Input, operation, type InputOf } from '../http/operation.ts';
import { DeploymentsService } from './deployments.service.ts';

const tag = 'deployments';
const byName = z.object({ name: z.string().max(64) });

const list = operation({ summary: 'The deployments', tag, answer: z.array(deploymentSchema) });
const create = operation({ summary: 'Serves a version of a model under a name; answers when it is ready', tag, body: createDeploymentSchema, status: 201, answer: deploymentSchema, problems: [404, 502] });
const read = operation({ summary: 'One deployment', tag, params: byName, answer: deploymentSchema, problems: [404] });
const remove = operation({ summary: 'Stops serving; the model stays in the registry', tag, params: byName, status: 204, problems: [404] });
const predict = operation({
  summary: 'Predicts one text or a list of texts; answers in the same order',
  tag,
  params: byName,
  body: predictRequestSchema,
  tooLarge: true,
  answer: predictResponseSchema,
  problems: [404, 429, 502, 503, 504],
});

@Controller('api/deployments')
export class DeploymentsController {
  constructor(private readonly deployments: DeploymentsService) {}

  @Get()
  @Endpoint(list)
  list() {
    return this.deployments.list();
  }

  @Post()
  @Endpoint(create)
  create(@Input() { body }: InputOf<typeof create>) {
    return this.deployments.deploy(body);
  }

  @Get(':name')
  @Endpoint(read)
  read(@Input() { params }: InputOf<typeof read>) {
    return this.deployments.read(params.name);
  }

  @Delete(':name')
  @Endpoint(remove)
  remove(@Input() { params }: InputOf<typeof remove>) {
    return this.deployments.remove(params.name);
  }

  @Post(':name/predict')
  @Endpoint(predict)
  async predict(@Input() { params, body }: InputOf<typeof predict>, @Res({ passthrough: true }) reply: FastifyReply) {
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const texts = typeof body.inputs === 'string' ? [body.inputs] : body.inputs;
    return { predictions: await this.deployments.predict(params.name, texts, gone.signal) };
  }
}
