// The texts of a catalog that the editor shows: titles, descriptions, categories, ports, and what forms say of parameters.
import { findPlugins } from '@millrace/drivers';
import { pathToFileURL } from 'node:url';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isNodeDefinition, manifestOf } from '@millrace/sdk';
import type { NodeManifest } from '@millrace/workflow';
import { formFields, type FieldType, type FormField } from '../src/inspector/form-fields.ts';

/** The texts of every node type that the built plugins in `folder` bring. */
export async function catalogTexts(folder: string): Promise<ReadonlySet<string>> {
  const texts = new Set<string>();
  for (const { name, version, path } of await findPlugins([folder])) {
    const { exports } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
    const entry = typeof exports === 'string' ? exports : exports['.'].default ?? exports['.'];
    const exported: Readonly<Record<string, unknown>> = await import(pathToFileURL(join(path, entry)).href);
    for (const definition of Object.values(exported).flat().filter(isNodeDefinition)) {
      for (const text of textsOf(manifestOf(definition, { name, version, codeHash: '' }))) texts.add(text);
    }
  }
  return texts;
}

function textsOf({ title, category, description, inputs, outputs, params }: NodeManifest): readonly string[] {
  const ports = [...inputs, ...outputs].flatMap((port) => [port.title, port.name, port.kind, port.description]);
  return [title, category, description, ...ports, ...formFields(params).flatMap(textsOfField)].filter((text) => text !== undefined && text !== '') as string[]; // the filter leaves strings
}

function textsOfField({ title, description, type }: FormField): readonly (string | undefined)[] {
  return [title, description, ...textsOfType(type)];
}

function textsOfType(type: FieldType): readonly (string | undefined)[] {
  switch (type.kind) {
    case 'text':
      return [type.placeholder];
    case 'choice':
    case 'choices':
      return type.choices.map(({ label }) => label).filter((label) => /\p{L}/u.test(label));
    case 'group':
      return type.fields.flatMap(textsOfField);
    case 'variants':
      return type.variants.flatMap(({ title, description, fields }) => [title, description, ...fields.flatMap(textsOfField)]);
    case 'list':
      return textsOfType(type.item);
    default:
      return [];
  }
}
