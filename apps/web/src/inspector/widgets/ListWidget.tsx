import type { ReactElement } from 'react';
import { DraftInput } from './DraftInput.tsx';
import { boxClass, type SpecOf, textOf, type WidgetProps } from './widget.ts';

/** Short texts in order, separated by commas. */
export function ListWidget({ id, spec, value, state, set }: WidgetProps<SpecOf<'list'>>): ReactElement {
  const text = Array.isArray(value) ? value.map(textOf).join(', ') : textOf(value);
  const fallback = spec.default.join(', ');
  const commit = (typed: string): void => {
    const items = typed.split(',').flatMap((item) => (item.trim() === '' ? [] : [item.trim()]));
    set(items.length === 0 ? undefined : items);
  };
  return (
    <div className={boxClass(value === undefined, state)}>
      <DraftInput
        id={id}
        text={text}
        title={spec.help}
        placeholder={
          fallback === '' ? (spec.placeholder ?? `${spec.itemLabel}, ${spec.itemLabel}`) : fallback
        }
        describedBy={`${id}-help`}
        isInvalid={state === 'invalid'}
        commit={commit}
      />
      {value === undefined && fallback !== '' ? <span className="dflt">default</span> : null}
    </div>
  );
}
