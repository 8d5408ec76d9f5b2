import { createContext, use, type ReactNode } from 'react';
import type { FormField, Json } from './form-fields.ts';

export interface FieldProps {
  readonly field: FormField;
  /** Of the parameter, as `steps.0.column`. */
  readonly path: string;
  /** `undefined` while the default holds. */
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
}

interface Form {
  readonly nodeId: string;
  /** By the path of the parameter. */
  readonly errors: ReadonlyMap<string, string>;
  /** Draws a field; fields that hold fields draw them with it. */
  readonly renderField: (props: FieldProps) => ReactNode;
  /** Values may be expressions over the inputs of the workflow. */
  readonly takesExpressions: boolean;
}

/** Which node a field belongs to, what is wrong where, and how a field is drawn. */
export const FormContext = createContext<Form>({ nodeId: '', errors: new Map(), renderField: () => null, takesExpressions: false });

export function useForm(): Form {
  return use(FormContext);
}
