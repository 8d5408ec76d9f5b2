import type { NodeManifest, WorkflowNode } from '@millrace/workflow';
import { useMemo, useState } from 'react';
import { setParam } from '../document/edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { Promotable } from '../subflows/Promotable.tsx';
import { Field } from './Field.tsx';
import { FormContext, type FieldProps } from './form-context.ts';
import { formFields, type FormField } from './form-fields.ts';
import styles from './Inspector.module.css';

interface ParameterFormProps {
  readonly node: WorkflowNode;
  readonly manifest: NodeManifest;
  readonly errors: ReadonlyMap<string, string>;
}

const renderField = (props: FieldProps) => <Field {...props} />;

/** The form of a node's parameters, drawn from their JSON Schema. */
export function ParameterForm({ node, manifest, errors }: ParameterFormProps) {
  const fields = useMemo(() => formFields(manifest.params), [manifest]);
  const { edit, endGesture } = useWorkflow.getState();
  const context = useMemo(() => ({ nodeId: node.id, errors, renderField, takesExpressions: true }), [node.id, errors]);
  const advanced = fields.filter((field) => field.advanced);
  const wrong = advanced.some(({ name }) => [...errors.keys()].some((path) => path === name || path.startsWith(`${name}.`)));
  const changed = advanced.filter(({ name }) => node.params[name] !== undefined).length;
  const [opened, setMore] = useState(false);
  const more = opened || wrong;
  const known = new Set(fields.map((field) => field.name));
  const strangers = Object.keys(node.params).filter((name) => !known.has(name));
  if (fields.length === 0 && strangers.length === 0) return <p className="quiet">{t('This node has nothing to set.')}</p>;
  const draw = (field: FormField) => (
    <Promotable key={field.name} node={node} parameter={field.name} title={field.title}>
      <Field
        field={field}
        path={field.name}
        value={node.params[field.name]}
        onChange={(value) => edit((document) => setParam(document, node.id, field.name, value), `param:${node.id}:${field.name}`)}
      />
    </Promotable>
  );
  return (
    <FormContext value={context}>
      <form className={styles.form} aria-label={t('Parameters')} onSubmit={(event) => event.preventDefault()} onBlur={endGesture} data-testid="parameters">
        {fields.filter(({ advanced }) => !advanced).map(draw)}
        {advanced.length > 0 && (
          <details className={styles.more} open={more} onToggle={(event) => setMore(event.currentTarget.open)}>
            <summary>{t('More')} <span className="quiet">{changed === 0 ? t('{{count}} with usual values', { count: advanced.length }) : t('{{changed}} of {{count}} changed', { changed, count: advanced.length })}</span></summary>
            {more && advanced.map(draw)}
          </details>
        )}
        {strangers.map((name) => (
          <p key={name} className={styles.error}>
            {errors.get(name) ?? t('“{{name}}” is not a parameter of this node', { name })}{' '}
            <button type="button" className={styles.link} onClick={() => edit((document) => setParam(document, node.id, name, undefined))}>{t('Remove it')}</button>
          </p>
        ))}
      </form>
    </FormContext>
  );
}
