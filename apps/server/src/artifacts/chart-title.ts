import type { ChartRequest } from '@millrace/workflow';

/** The words of a chart: its title and what its axes say. */
export function chartTitle(request: ChartRequest): { title: string; x: string; y: string; value?: string } {
  switch (request.type) {
    case 'histogram': return { title: `Distribution of ${request.x}${by(request.by)}`, x: request.x, y: 'Rows' };
    case 'bar': {
      const value = figure(request.aggregate ?? 'count', request.y);
      return { title: `${value} by ${request.x}`, x: request.x, y: value };
    }
    case 'line': {
      const value = figure(request.aggregate ?? 'mean', request.y.join(', '));
      return { title: `${value} by ${request.x ?? 'row'}`, x: request.x ?? 'row', y: value };
    }
    case 'scatter': return { title: `${request.y} against ${request.x}${by(request.by)}`, x: request.x, y: request.y };
    case 'box': return { title: `${request.y}${by(request.by)}`, x: request.by ?? '', y: request.y };
    case 'heat': {
      const value = figure(request.aggregate ?? (request.value === undefined ? 'count' : 'mean'), request.value);
      return { title: `${value} by ${request.x} and ${request.y}`, x: request.x, y: request.y, value };
    }
    default: return request satisfies never;
  }
}

function by(column: string | undefined): string {
  return column === undefined ? '' : ` by ${column}`;
}

function figure(aggregate: string, column: string | undefined): string {
  return aggregate === 'count' || column === undefined ? 'Rows' : `${aggregate} of ${column}`;
}
