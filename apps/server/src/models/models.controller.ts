import { Controller, Delete, Get, Put } from '@nestjs/common';
import { modelAliasSchema, modelLineageSchema, modelSchema, moveAliasSchema } from '@millrace/workflow';
import { z } from 'zod';
import { Endpoint, Input, operation, type InputOf } from '../http/operation.ts';
import { LineageService } from './lineage.service.ts';
import { ModelsService } from './models.service.ts';

const tag = 'models';
const list = operation({ summary: 'The models of the registry', tag, answer: z.array(modelSchema) });
const byName = z.object({ name: z.string().max(64) });
const read = operation({ summary: 'A model with its versions', tag, params: byName, answer: modelSchema, problems: [404] });
const lineage = operation({
  summary: 'Where a version came from: run, steps, parameters, files and code', tag, params: byName.extend({ version: z.coerce.number().int().positive() }), answer: modelLineageSchema, problems: [404],
});
const moveAlias = operation({
  summary: 'Lets an alias name a version from now on', tag, params: byName.extend({ alias: modelAliasSchema }), body: moveAliasSchema, answer: modelSchema, problems: [404],
});
const removeAlias = operation({ summary: 'Removes an alias; the version stays', tag, params: byName.extend({ alias: z.string().max(64) }), status: 204, problems: [404] });

@Controller('api/models')
export class ModelsController {
  constructor(private readonly models: ModelsService, private readonly lineages: LineageService) {}

  @Get()
  @Endpoint(list)
  list() {
    return this.models.list();
  }

  @Get(':name')
  @Endpoint(read)
  read(@Input() { params }: InputOf<typeof read>) {
    return this.models.read(params.name);
  }

  @Get(':name/versions/:version/lineage')
  @Endpoint(lineage)
  lineage(@Input() { params }: InputOf<typeof lineage>) {
    return this.lineages.of(params.name, params.version);
  }

  @Put(':name/aliases/:alias')
  @Endpoint(moveAlias)
  moveAlias(@Input() { params, body }: InputOf<typeof moveAlias>) {
    return this.models.moveAlias(params.name, params.alias, body.version);
  }

  @Delete(':name/aliases/:alias')
  @Endpoint(removeAlias)
  removeAlias(@Input() { params }: InputOf<typeof removeAlias>) {
    return this.models.removeAlias(params.name, params.alias);
  }
}
