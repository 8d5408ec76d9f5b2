import { Controller, Get, StreamableFile } from '@nestjs/common';
import { chartRequestSchema, chartSchema, columnProfileSchema, predictionFiguresSchema, tableQuerySchema, tableSliceSchema } from '@millrace/workflow';
import { z } from 'zod';
import { Endpoint, Input, operation, type InputOf } from '../http/operation.ts';
import { ArtifactsService } from './artifacts.service.ts';
import { attachment } from './download-name.ts';
import { exportFormats } from './table-reader.ts';

const tag = 'artifacts';
const byHash = z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/, 'must be the 64 hexadecimal digits of an artifact') });
const { filter, sort, columns } = tableQuerySchema.shape;
const sliceQuery = z.object({
  offset: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  filter: json(filter),
  sort: json(sort),
  columns: json(columns),
});
const profileQuery = z.object({ columns: json(columns) });
const chartQuery = z.object({ chart: json(chartRequestSchema), filter: json(filter) });
const exportQuery = z.object({
  /** `csv-spreadsheet` puts an apostrophe before texts that a spreadsheet would run as formulas. */
  format: z.enum(exportFormats),
  /** Of the file, without its ending. */
  name: z.string().max(200).default('table'),
  filter: json(filter),
  sort: json(sort),
  columns: json(columns),
});

const table = operation({ summary: 'Rows of a table', tag, params: byHash, query: sliceQuery, answer: tableSliceSchema, problems: [404] });
const profile = operation({ summary: 'A profile of each column of a table', tag, params: byHash, query: profileQuery, answer: z.array(columnProfileSchema), problems: [404] });
const chart = operation({ summary: 'A chart of a table', tag, params: byHash, query: chartQuery, answer: chartSchema, problems: [404] });
const predictions = operation({ summary: 'How a label was predicted, of a table of predictions', tag, params: byHash, query: z.object({ label: z.string().max(1000) }), answer: predictionFiguresSchema, problems: [404] });
const download = operation({ summary: 'Rows of a table as a CSV or Parquet file', tag, params: byHash, query: exportQuery, file: ['text/csv', 'application/vnd.apache.parquet'], problems: [404] });
const value = operation({ summary: 'A value: metrics, a chart, text or JSON', tag, params: byHash, answer: z.json(), problems: [404, 413] });
const files = operation({ summary: 'The files of a folder', tag, params: byHash, answer: z.array(z.object({ path: z.string(), bytes: z.number().int() })), problems: [404] });
const image = operation({
  summary: 'An image: the artifact itself, or the file at `path` of a folder', tag, params: byHash, query: z.object({ path: z.string().max(1000).optional() }),
  file: ['image/png', 'image/jpeg', 'image/gif', 'image/webp'], problems: [404, 413],
});

@Controller('api/artifacts/:hash')
export class ArtifactsController {
  constructor(private readonly artifacts: ArtifactsService) {}

  @Get('table')
  @Endpoint(table)
  table(@Input() { params, query }: InputOf<typeof table>) {
    return this.artifacts.table(params.hash, query, query);
  }

  @Get('profile')
  @Endpoint(profile)
  profile(@Input() { params, query }: InputOf<typeof profile>) {
    return this.artifacts.profile(params.hash, query.columns);
  }

  @Get('chart')
  @Endpoint(chart)
  chart(@Input() { params, query }: InputOf<typeof chart>) {
    return this.artifacts.chart(params.hash, query.chart, query.filter);
  }

  @Get('predictions')
  @Endpoint(predictions)
  predictions(@Input() { params, query }: InputOf<typeof predictions>) {
    return this.artifacts.predictions(params.hash, query.label);
  }

  @Get('export')
  @Endpoint(download)
  async export(@Input() { params, query }: InputOf<typeof download>) {
    const parquet = query.format === 'parquet';
    const file = await this.artifacts.export(params.hash, query.format, query);
    return new StreamableFile(file, {
      type: parquet ? 'application/vnd.apache.parquet' : 'text/csv; charset=utf-8',
      disposition: attachment(query.name, parquet ? 'parquet' : 'csv'),
    });
  }

  @Get('value')
  @Endpoint(value)
  value(@Input() { params }: InputOf<typeof value>) {
    return this.artifacts.value(params.hash);
  }

  @Get('image')
  @Endpoint(image)
  async image(@Input() { params, query }: InputOf<typeof image>) {
    const { type, content } = await this.artifacts.image(params.hash, query.path);
    return new StreamableFile(content, { type, disposition: 'inline' });
  }

  @Get('files')
  @Endpoint(files)
  files(@Input() { params }: InputOf<typeof files>) {
    return this.artifacts.files(params.hash);
  }
}

/** A query parameter that holds JSON. Left out, it is what the schema makes of nothing. */
function json<Schema extends z.ZodType>(schema: Schema) {
  return z.string().max(12_000).optional().transform((text, context): unknown => {
    try {
      return text === undefined ? undefined : JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  }).pipe(schema);
}
