import { Input } from '@mantine/core';
import { asExpression, evaluateExpression, ExpressionError, MissingInputValue, parseExpression, scopeOf, type WorkflowInput } from '@millrace/workflow';
import { useId, useMemo } from 'react';
import { useWorkflow } from '../document/workflow-store.ts';
import { inWords, t } from '../i18n/i18n.ts';
import { useInputValues } from '../inputs/run-inputs.ts';
import type { Json } from '../inspector/form-fields.ts';
import type { Frame } from '../inspector/frame.ts';
import { CodeBox } from './CodeBox.tsx';
import { completeExpression, expressionLanguage } from './expression-language.ts';

interface ExpressionFieldProps {
  readonly frame: Frame;
  readonly text: string;
  readonly onChange: (value: Json) => void;
}

const noInputs: readonly WorkflowInput[] = [];

/** A parameter that is computed when a run starts: the expression, and what it comes to now. */
export default function ExpressionField({ frame, text, onChange }: ExpressionFieldProps) {
  const id = useId();
  const inputs = useWorkflow((state) => state.document.inputs ?? noInputs);
  const values = useInputValues();
  const preview = useMemo(() => previewOf(text, inputs, values), [text, inputs, values]);
  const complete = useMemo(() => completeExpression(inputs), [inputs]);
  const { label, description, withAsterisk, error, size } = frame;
  const trouble = preview.trouble ?? error;
  return (
    <Input.Wrapper label={label} description={description} withAsterisk={withAsterisk} error={trouble} size={size} labelElement="div">
      <CodeBox id={id} label={t('{{label}}, an expression', { label })} lines="one" language={expressionLanguage} complete={complete} invalid={trouble !== undefined} value={text} onChange={(next) => onChange(asExpression(next))} />
      {preview.shown !== undefined && <p className="quiet numbers" aria-live="polite" data-testid="expression-preview">{preview.shown}</p>}
    </Input.Wrapper>
  );
}

function previewOf(text: string, inputs: readonly WorkflowInput[], values: Parameters<typeof scopeOf>[1]): { readonly shown?: string; readonly trouble?: string } {
  try {
    const value = JSON.stringify(evaluateExpression(parseExpression(text), scopeOf(inputs, values)));
    return { shown: `= ${value.length > 200 ? `${value.slice(0, 200)}…` : value}` };
  } catch (error) {
    if (error instanceof MissingInputValue) return { shown: t('Known when a run gives “{{name}}” a value', { name: error.input }) };
    if (error instanceof ExpressionError) return { trouble: t('{{message}} (at character {{at}})', { message: inWords(error.words), at: error.at + 1 }) };
    throw error;
  }
}
