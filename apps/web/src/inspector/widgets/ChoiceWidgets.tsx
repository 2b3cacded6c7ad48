import { datasets } from '@sluice/datasets';
import type { ReactElement } from 'react';
import { Icon } from '../../ui/Icon.tsx';
import { boxClass, type SpecOf, textOf, type WidgetProps } from './widget.ts';

/** On or off. */
export function BooleanWidget({ id, spec, value, set }: WidgetProps<SpecOf<'boolean'>>): ReactElement {
  const isOn = value === undefined ? spec.default : value === true;
  return (
    <div className="row switch-row">
      <button
        id={id}
        type="button"
        role="switch"
        aria-checked={isOn}
        aria-describedby={`${id}-help`}
        title={spec.help}
        className={isOn ? 'switch on' : 'switch'}
        onClick={() => set(!isOn)}
      />
      <span className="dflt">{value === undefined ? (isOn ? 'on, default' : 'off, default') : ''}</span>
    </div>
  );
}

interface SelectProps {
  readonly props: WidgetProps<SpecOf<'choice' | 'dataset'>>;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

function Select({ props, options }: SelectProps): ReactElement {
  const { id, spec, value, state, set } = props;
  const shown = textOf(value ?? spec.default);
  const isKnown = options.some((option) => option.value === shown);
  return (
    <div className={boxClass(value === undefined, state)}>
      <select
        id={id}
        className="val"
        value={shown}
        title={spec.help}
        aria-describedby={`${id}-help`}
        aria-invalid={state === 'invalid' ? true : undefined}
        onChange={(event) => set(event.target.value)}
      >
        {isKnown ? null : <option value={shown}>{shown}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {value === undefined ? <span className="dflt">default</span> : null}
      <Icon name="chevron-down" size={13} className="muted" />
    </div>
  );
}

/** One of a few values. */
export function ChoiceWidget(props: WidgetProps<SpecOf<'choice'>>): ReactElement {
  const { choices, choiceLabels = {} } = props.spec;
  const options = choices.map((value) => ({ value, label: choiceLabels[value] ?? value }));
  return <Select props={props} options={options} />;
}

/** One of the bundled data sets. */
export function DatasetWidget(props: WidgetProps<SpecOf<'dataset'>>): ReactElement {
  return <Select props={props} options={datasets.map(({ name }) => ({ value: name, label: name }))} />;
}
