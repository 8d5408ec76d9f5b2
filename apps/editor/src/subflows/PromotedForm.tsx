import type { Subflow } from '@millrace/workflow';
import { useMemo } from 'react';
import { useCatalog } from '../document/catalog-store.ts';
import { useNodeDiagnostics } from '../document/diagnostics-store.ts';
import { setParam } from '../document/edits.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { Field } from '../inspector/Field.tsx';
import { fieldErrors } from '../inspector/field-errors.ts';
import { FormContext, type FieldProps } from '../inspector/form-context.ts';
import { formFields } from '../inspector/form-fields.ts';
import form from '../inspector/Inspector.module.css';
import { PromoteButton } from './PromoteButton.tsx';
import styles from './Subflows.module.css';

const renderField = (props: FieldProps) => <Field {...props} />;

/** The form of a sub-workflow: the parameters of its nodes that are promoted. What is set here is set in the node. */
export function PromotedForm({ subflow }: { readonly subflow: Subflow }) {
  if (subflow.promoted.length === 0) return <p className={form.about}>{t('To set a parameter of a node from here, open the sub-workflow, select the node, and press the arrow beside the parameter.')}</p>;
  return (
    <form className={form.form} aria-label={t('Parameters')} data-testid="promoted" onSubmit={(event) => event.preventDefault()} onBlur={() => useWorkflow.getState().endGesture()}>
      {subflow.promoted.map(({ node, parameter }) => <PromotedField key={`${node}.${parameter}`} subflow={subflow} nodeId={node} parameter={parameter} />)}
    </form>
  );
}

function PromotedField({ subflow, nodeId, parameter }: { readonly subflow: Subflow; readonly nodeId: string; readonly parameter: string }) {
  const node = useWorkflow(({ document }) => document.nodes.find(({ id }) => id === nodeId));
  const manifest = useCatalog((state) => state.byType.get(node?.type ?? ''));
  const field = useMemo(() => manifest && formFields(manifest.params).find(({ name }) => name === parameter), [manifest, parameter]);
  const diagnostics = useNodeDiagnostics(nodeId);
  const errors = useMemo(() => (node ? fieldErrors(node, diagnostics) : new Map<string, string>()), [node, diagnostics]);
  const context = useMemo(() => ({ nodeId, errors, renderField, takesExpressions: true }), [nodeId, errors]);
  const title = field?.title ?? parameter;
  return (
    <div className={styles.promotable}>
      <div>
        <span className={styles.origin}>{node?.name ?? t(manifest?.title ?? nodeId)}</span>
        {node && field
          ? (
            <FormContext value={context}>
              <Field field={field} path={parameter} value={node.params[parameter]} onChange={(value) => useWorkflow.getState().edit((document) => setParam(document, nodeId, parameter, value), `param:${nodeId}:${parameter}`)} />
            </FormContext>
          )
          : <p className={form.error}>{t('“{{name}}” is not a parameter of this node', { name: parameter })}</p>}
      </div>
      <span className={styles.promotes}>
        <PromoteButton subflowId={subflow.id} nodeId={nodeId} parameter={parameter} title={title} />
        {subflow.within !== undefined && <PromoteButton subflowId={subflow.within} nodeId={nodeId} parameter={parameter} title={title} />}
      </span>
    </div>
  );
}
