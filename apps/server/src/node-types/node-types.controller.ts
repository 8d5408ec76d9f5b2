import { Controller, Get } from '@nestjs/common';
import { nodeTypesSchema } from '@millrace/workflow';
import { Endpoint, operation } from '../http/operation.ts';
import { NodeTypesService } from './node-types.service.ts';

const list = operation({ summary: 'The node types, and the plugins that bring them or failed to', tag: 'node types', answer: nodeTypesSchema });

@Controller('api/node-types')
export class NodeTypesController {
  constructor(private readonly nodeTypes: NodeTypesService) {}

  @Get()
  @Endpoint(list)
  list() {
    return this.nodeTypes.list();
  }
}
