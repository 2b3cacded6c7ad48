import type { FieldSpec, FieldType } from '@sluice/component';
import type { Diagnostic, Json, JsonObject, Schema } from '@sluice/ir';

/** What every widget is given. */
export interface WidgetProps<TField extends FieldSpec = FieldSpec> {
  /** Id of the control its label points to. */
  readonly id: string;
  readonly spec: TField;
  /** The value the user set; undefined while the default holds. */
  readonly value: Json | undefined;
  readonly state: 'warned' | 'invalid' | undefined;
  /** What arrives at the component, as far as known. */
  readonly input: Schema | undefined;
  /** Samples of what arrives, by field. */
  readonly known?: { readonly [field: string]: string };
  /** All settings of the component, as far as they are set. */
  readonly config?: JsonObject;
  /** What is wrong with the value. */
  readonly problems?: readonly Diagnostic[];
  set(value: Json | undefined): void;
}

/** The spec of one field type. */
export type SpecOf<T extends FieldType> = Extract<FieldSpec, { readonly type: T }>;

/** Classes of the box around a control. */
export function boxClass(isUnset: boolean, state: WidgetProps['state'], more?: string): string {
  return ['field', isUnset ? 'unset' : '', state, more].filter(Boolean).join(' ');
}

/** A value as the text of an input. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string'
    ? value
    : typeof value === 'object'
      ? JSON.stringify(value)
      : `${value as number}`;
}
