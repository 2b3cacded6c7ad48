import type { Json } from '@sluice/ir';
import { type ReactElement, useState } from 'react';
import { Button, IconButton } from '../../ui/Button.tsx';
import { DraftInput } from './DraftInput.tsx';
import { boxClass, type SpecOf, textOf, type WidgetProps } from './widget.ts';

interface Assignment {
  readonly name: string;
  readonly value: string;
}

function read(value: Json | undefined): readonly Assignment[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly Json[]).map((item) => {
    const row = typeof item === 'object' && item !== null && !Array.isArray(item) ? item : {};
    return { name: textOf((row as { name?: Json }).name), value: textOf((row as { value?: Json }).value) };
  });
}

/** Output fields in order, each a name and the expression that makes it. */
export function AssignmentsWidget(props: WidgetProps<SpecOf<'assignments'>>): ReactElement {
  const { id, spec, value, state, set } = props;
  const [isAdding, setAdding] = useState(false);
  const rows = value === undefined ? spec.default : read(value);
  const write = (fresh: readonly Assignment[]): void => {
    setAdding(false);
    set(fresh.length === 0 ? undefined : fresh.map((row) => ({ ...row })));
  };
  const replace = (index: number, row: Assignment): void =>
    write(rows.map((old, at) => (at === index ? row : old)));
  const shown = isAdding ? [...rows, { name: '', value: '' }] : rows;
  const change = (index: number, row: Assignment): void =>
    index < rows.length ? replace(index, row) : write([...rows, row]);
  return (
    <div id={id} role="group" aria-label={spec.label} className="assignments">
      {shown.map((row, index) => (
        // Rows have no identity but their place.
        <div key={`${index}`} className={boxClass(value === undefined, state)}>
          <DraftInput
            label={`Name ${index + 1} of ${spec.label}`}
            className="assigned"
            text={row.name}
            placeholder="name"
            commit={(name) => change(index, { ...row, name: name.trim() })}
          />
          <span className="unit">=</span>
          <DraftInput
            label={`Expression ${index + 1} of ${spec.label}`}
            text={row.value}
            placeholder="expression"
            commit={(text) => change(index, { ...row, value: text })}
          />
          <IconButton
            icon="x"
            size="sm"
            label={`Remove ${row.name === '' ? `row ${index + 1}` : row.name}`}
            onClick={() =>
              index < rows.length ? write(rows.filter((_, at) => at !== index)) : setAdding(false)
            }
          />
        </div>
      ))}
      <Button look="ghost" size="sm" icon="plus" onClick={() => setAdding(true)}>
        Add field
      </Button>
    </div>
  );
}
