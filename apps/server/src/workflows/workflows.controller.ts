import { Controller, Delete, Get, Post, Put } from '@nestjs/common';
import {
  createWorkflowSchema, diagnosticsSchema, nameVersionSchema, nodeRecordsSchema, runSummarySchema, saveWorkflowSchema, startRunSchema, validateWorkflowSchema, workflowDetailSchema, workflowSummarySchema,
  workflowVersionSummarySchema,
} from '@millrace/workflow';
import { z } from 'zod';
import { Endpoint, Input, operation, type InputOf } from '../http/operation.ts';
import { NodeRecordsService } from '../runs/node-records.service.ts';
import { RunsService } from '../runs/runs.service.ts';
import { WorkflowsService } from './workflows.service.ts';

const tag = 'workflows';
const byId = z.object({ id: z.string().max(64) });
const byVersion = byId.extend({ version: z.coerce.number().int().positive() });

const list = operation({ summary: 'All workflows', tag, answer: z.array(workflowSummarySchema) });
const create = operation({ summary: 'Saves a new workflow; asked again with the same id, it is made once', tag, body: createWorkflowSchema, status: 201, answer: workflowDetailSchema, problems: [409] });
const read = operation({ summary: 'The latest version of a workflow', tag, params: byId, answer: workflowDetailSchema, problems: [404] });
const save = operation({ summary: 'Saves a new version; refused when another was saved since baseVersion', tag, params: byId, body: saveWorkflowSchema, answer: workflowDetailSchema, problems: [404, 409] });
const remove = operation({ summary: 'Deletes a workflow, with version only while that is its latest; its runs stay', tag, params: byId, query: z.object({ version: z.coerce.number().int().positive().optional() }), status: 204, problems: [404, 409] });
const versions = operation({ summary: 'The versions of a workflow, newest first', tag, params: byId, answer: z.array(workflowVersionSummarySchema), problems: [404] });
const readVersion = operation({ summary: 'One version of a workflow', tag, params: byVersion, answer: workflowDetailSchema, problems: [404] });
const nameVersion = operation({ summary: 'Names a version; an empty name takes the name away', tag, params: byVersion, body: nameVersionSchema, answer: workflowVersionSummarySchema, problems: [404] });
const startRun = operation({ summary: 'Runs a workflow, or the part of it that scope names: only these nodes, all up to them, or all from them', tag, params: byId, body: startRunSchema, status: 202, answer: runSummarySchema, problems: [404, 422] });
const records = operation({ summary: 'How each node last ended, and the fingerprints of the files it read as they are now', tag, params: byId, answer: nodeRecordsSchema, problems: [404] });
const check = operation({ summary: 'Says what is wrong with a workflow, without saving it', tag, body: validateWorkflowSchema, answer: diagnosticsSchema });

@Controller('api')
export class WorkflowsController {
  constructor(private readonly workflows: WorkflowsService, private readonly runs: RunsService, private readonly nodeRecords: NodeRecordsService) {}

  @Get('workflows')
  @Endpoint(list)
  list() {
    return this.workflows.list();
  }

  @Post('workflows')
  @Endpoint(create)
  create(@Input() { body }: InputOf<typeof create>) {
    return this.workflows.create(body.document, body.id);
  }

  @Get('workflows/:id')
  @Endpoint(read)
  read(@Input() { params }: InputOf<typeof read>) {
    return this.workflows.read(params.id);
  }

  @Put('workflows/:id')
  @Endpoint(save)
  save(@Input() { params, body }: InputOf<typeof save>) {
    return this.workflows.save(params.id, body.document, body.baseVersion);
  }

  @Delete('workflows/:id')
  @Endpoint(remove)
  remove(@Input() { params, query }: InputOf<typeof remove>) {
    return this.workflows.remove(params.id, query.version);
  }

  @Get('workflows/:id/versions')
  @Endpoint(versions)
  versions(@Input() { params }: InputOf<typeof versions>) {
    return this.workflows.versions(params.id);
  }

  @Get('workflows/:id/versions/:version')
  @Endpoint(readVersion)
  readVersion(@Input() { params }: InputOf<typeof readVersion>) {
    return this.workflows.readVersion(params.id, params.version);
  }

  @Put('workflows/:id/versions/:version/name')
  @Endpoint(nameVersion)
  nameVersion(@Input() { params, body }: InputOf<typeof nameVersion>) {
    return this.workflows.nameVersion(params.id, params.version, body.name);
  }

  @Post('workflows/:id/runs')
  @Endpoint(startRun)
  startRun(@Input() { params, body }: InputOf<typeof startRun>) {
    return this.runs.startByHand(params.id, body);
  }

  @Get('workflows/:id/records')
  @Endpoint(records)
  async records(@Input() { params }: InputOf<typeof records>) {
    await this.workflows.read(params.id);
    return this.nodeRecords.of(params.id);
  }

  @Post('validate')
  @Endpoint(check)
  async check(@Input() { body }: InputOf<typeof check>) {
    return { diagnostics: await this.workflows.check(body.document) };
  }
}
