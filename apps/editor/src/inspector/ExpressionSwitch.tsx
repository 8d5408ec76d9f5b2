import { ActionIcon, Tooltip } from '@mantine/core';
import { asExpression, evaluateExpression, ExpressionError, expressionOf, parseExpression, scopeOf } from '@millrace/workflow';
import { lazy, Suspense, type ReactNode } from 'react';
import { useWorkflow } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { inputValues } from '../inputs/run-inputs.ts';
import type { FieldProps } from './form-context.ts';
import type { FormField, Json } from './form-fields.ts';
import type { Frame } from './frame.ts';
import styles from './Inspector.module.css';

const ExpressionField = lazy(() => import('../code/ExpressionField.tsx'));

/** Whether the value of a field can be computed: those that hold fields, and secrets, cannot. */
export function canBeExpression({ type }: FormField): boolean {
  if (type.kind === 'text') return type.look === 'line' || type.look === 'multiline';
  return type.kind === 'number' || type.kind === 'boolean' || type.kind === 'choice' || type.kind === 'choices' || type.kind === 'strings' || type.kind === 'file' || type.kind === 'column' || type.kind === 'columns';
}

interface ExpressionSwitchProps extends Pick<FieldProps, 'field' | 'value' | 'onChange'> {
  readonly frame: Frame;
  /** The field while its value is a plain one. */
  readonly children: ReactNode;
}

/** A field with a button beside it that turns its value into an expression, and back into what that comes to. */
export function ExpressionSwitch({ field, value, onChange, frame, children }: ExpressionSwitchProps) {
  const text = expressionOf(value);
  const toggle = () => onChange(text === undefined ? asExpression(written(value ?? field.default)) : computed(text));
  const words = text === undefined ? t('Compute this from inputs') : t('A plain value again');
  return (
    <div className={styles.computed} data-computed={text !== undefined} data-testid={`field-${field.name}`}>
      {text === undefined ? children : <Suspense fallback={children}><ExpressionField frame={frame} text={text} onChange={onChange} /></Suspense>}
      <Tooltip label={words}>
        <ActionIcon className={styles.compute} size={20} variant={text === undefined ? 'subtle' : 'light'} color="gray" aria-pressed={text !== undefined} aria-label={words} data-testid={`compute-${field.name}`} onClick={toggle}>
          <span aria-hidden>ƒ</span>
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

/** The expression that gives the value as it is; without one, the first input. */
function written(value: Json | undefined): string {
  if (value !== undefined && value !== null) return JSON.stringify(value);
  const [first] = useWorkflow.getState().document.inputs ?? [];
  return first ? `inputs.${first.name}` : '';
}

function computed(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(JSON.stringify(evaluateExpression(parseExpression(text), scopeOf(useWorkflow.getState().document.inputs ?? [], inputValues()))));
    return value;
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}
