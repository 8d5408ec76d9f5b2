import { descendants, parseWorkflow, stringifyWorkflow, topologicalOrder, WorkflowFormatError } from '@millrace/workflow';
import { workflow } from './fixtures.ts';

test('text and document turn into each other without loss, in a stable order', () => {
  const document = workflow({
    nodes: [{ id: 'b', type: 'missing.type', name: 'Émile', params: { z: [1, { y: null }], a: 'x' } }],
    edges: [], layout: { z: [1, 2], b: [0, 0.5] }, triggers: [{ id: 't', type: 'schedule', cron: '0 6 * * *', timeZone: 'Asia/Shanghai', enabled: true }],
  });
  const text = stringifyWorkflow(document);
  expect(parseWorkflow(text)).toEqual(document);
  expect(stringifyWorkflow(parseWorkflow(text))).toBe(text);
  expect(text).toMatchInlineSnapshot(`
"{
  "millrace": 1,
  "name": "Test",
  "nodes": [
    {
      "id": "b",
      "type": "missing.type",
      "name": "Émile",
      "params": {
        "a": "x",
        "z": [
          1,
          {
            "y": null
          }
        ]
      }
    }
  ],
  "edges": [],
  "notes": [],
  "triggers": [
    {
      "id": "t",
      "type": "schedule",
      "cron": "0 6 * * *",
      "enabled": true,
      "timeZone": "Asia/Shanghai"
    }
  ],
  "layout": {
    "b": [0, 0.5],
    "z": [1, 2]
  }
}
"
`);
});

test.each([
  ['text that is not JSON', '{"millrace": 1,', /^The file is not JSON: /],
  ['a newer version', { millrace: 99, name: 'x' }, /saved by a newer Millrace \(format 99; this one reads up to 1\)/],
  ['something else', { hello: 1 }, /not a Millrace workflow\. millrace: /],
  ['a list', [], /not a Millrace workflow/],
  ['a field of the wrong type', { ...workflow(), nodes: [{ id: 'a b', type: 'x' }] }, /nodes\.0\.id: Use letters/],
  ['a field that does not exist', { ...workflow(), colour: 'red' }, /colour/],
])('refuses %s and says where', (_, source, message) => {
  expect(() => parseWorkflow(source)).toThrow(WorkflowFormatError);
  expect(() => parseWorkflow(source)).toThrow(message);
});

test('a document of the first format is brought to the current one', () => {
  const old = {
    millrace: 0, name: 'Old',
    nodes: [{ id: 'a', type: 'x', params: {}, position: [3, 4] }, { id: 'b', type: 'y', params: {} }],
    edges: [{ source: 'a', sourcePort: 'out', target: 'b', targetPort: 'in' }],
  };
  expect(parseWorkflow(old)).toEqual({
    millrace: 1, name: 'Old', nodes: [{ id: 'a', type: 'x', params: {} }, { id: 'b', type: 'y', params: {} }],
    edges: [{ from: 'a.out', to: 'b.in' }], notes: [], triggers: [], layout: { a: [3, 4] },
  });
});

test('groups are a part of the text only where there are some, so older documents stay as they are', () => {
  const grouped = workflow({ groups: [{ id: 'g', title: 'Prepare', color: 'green', members: ['load', 'split'] }] });
  expect(parseWorkflow(stringifyWorkflow(grouped))).toEqual(grouped);
  expect(stringifyWorkflow({ ...grouped, groups: [] })).toBe(stringifyWorkflow(workflow()));
  expect(parseWorkflow(stringifyWorkflow(workflow()))).toEqual(workflow());
  expect(() => parseWorkflow({ ...grouped, groups: [{ ...grouped.groups![0], color: 'mauve' }] })).toThrow(/groups\.0\.color/);
});

test('nodes are ordered after what they read from, and descendants are found', () => {
  expect(topologicalOrder(workflow({ nodes: workflow().nodes.toReversed() })).order).toEqual(['load', 'split', 'train']);
  expect([...descendants(workflow(), ['load'])]).toEqual(['split', 'train']);
});
