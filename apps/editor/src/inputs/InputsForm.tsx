import { completeInputs, inputValuesSchema, type InputValue, type InputValues, type WorkflowInput } from '@millrace/workflow';
import { useMemo } from 'react';
import { inWords, t } from '../i18n/i18n.ts';
import { Field } from '../inspector/Field.tsx';
import { FormContext, type FieldProps } from '../inspector/form-context.ts';
import { inputFormField } from './input-form-field.ts';
import styles from './Inputs.module.css';

interface InputsFormProps {
  readonly inputs: readonly WorkflowInput[];
  readonly values: InputValues;
  /** Missing values are told only after a try to run. */
  readonly tried: boolean;
  /** `undefined` goes back to the default. */
  readonly onChange: (name: string, value: InputValue | undefined) => void;
}

const renderField = (props: FieldProps) => <Field {...props} />;

/** A form drawn from the inputs of a workflow, for the values of its runs. */
export function InputsForm({ inputs, values, tried, onChange }: InputsFormProps) {
  const errors = useMemo(() => {
    const known = Object.fromEntries(Object.entries(values).filter(([name]) => inputs.some((input) => input.name === name)));
    const { problems } = completeInputs(inputs, known);
    return new Map(problems.flatMap(({ input, words, missing }) => (missing && !tried ? [] : [[input, missing ? t('This is needed') : inWords(words)]])));
  }, [inputs, values, tried]);
  const context = useMemo(() => ({ nodeId: '', errors, renderField, takesExpressions: false }), [errors]);
  return (
    <FormContext value={context}>
      <div className={styles.form} data-testid="inputs-form">
        {inputs.map((input) => (
          <Field
            key={input.name} field={inputFormField(input)} path={input.name} value={values[input.name]}
            onChange={(next) => onChange(input.name, next === undefined ? undefined : inputValuesSchema.safeParse({ value: next }).data?.['value'])}
          />
        ))}
      </div>
    </FormContext>
  );
}
