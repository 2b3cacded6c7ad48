import type { ReactElement } from 'react';
import './expression.css';
import { CodeField } from '../../ui/code/CodeField.tsx';
import { boxClass, type SpecOf, textOf, type WidgetProps } from './widget.ts';

/** Code in the editor, which loads when the first one is shown. */
export function CodeWidget({ id, spec, value, state, set }: WidgetProps<SpecOf<'code'>>): ReactElement {
  const text = textOf(value ?? spec.default);
  return (
    <div id={id} className={boxClass(value === undefined, state, 'code-box')}>
      <CodeField
        label={spec.label}
        name={id}
        language="typescript"
        value={text}
        onChange={(next) => set(next === (spec.default ?? '') ? undefined : next)}
      />
    </div>
  );
}
