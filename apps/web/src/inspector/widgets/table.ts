import type { FieldType } from '@sluice/component';
import type { ReactElement } from 'react';
import { AssignmentsWidget } from './AssignmentsWidget.tsx';
import { BooleanWidget, ChoiceWidget, DatasetWidget } from './ChoiceWidgets.tsx';
import { CodeWidget } from './CodeWidget.tsx';
import { ExpressionWidget } from './ExpressionWidget.tsx';
import { ListWidget } from './ListWidget.tsx';
import { IntegerWidget, NumberWidget, PathWidget, RegexWidget, TextWidget } from './TextWidgets.tsx';
import type { WidgetProps } from './widget.ts';

const widgets = {
  text: TextWidget,
  path: PathWidget,
  integer: IntegerWidget,
  number: NumberWidget,
  boolean: BooleanWidget,
  choice: ChoiceWidget,
  expression: ExpressionWidget,
  regex: RegexWidget,
  list: ListWidget,
  assignments: AssignmentsWidget,
  code: CodeWidget,
  dataset: DatasetWidget,
} satisfies Record<FieldType, unknown>;

/** The control of a field type; it must be given a spec of that type. */
export function widgetOf(type: FieldType): (props: WidgetProps) => ReactElement {
  return widgets[type] as (props: WidgetProps) => ReactElement;
}
