import type { FieldSpec } from '@sluice/component';
import type { Diagnostic, Json, JsonObject, Schema } from '@sluice/ir';
import { Fragment, type ReactElement, useEffect, useId, useRef } from 'react';
import { useFlowStore } from '../store/flow-store.ts';
import { IconButton } from '../ui/Button.tsx';
import { helpOf } from './help-of.ts';
import { Messages } from './Messages.tsx';
import { useSteadyFocus } from './use-steady-focus.ts';
import { widgetOf } from './widgets/table.ts';

const wide: ReadonlySet<FieldSpec['type']> = new Set(['path', 'expression', 'regex', 'assignments', 'code']);

export interface FieldRowProps {
  readonly name: string;
  readonly spec: FieldSpec;
  readonly value: Json | undefined;
  readonly problems: readonly Diagnostic[];
  readonly input: Schema | undefined;
  readonly config: JsonObject;
  readonly known?: { readonly [field: string]: string } | undefined;
  set(value: Json | undefined): void;
}

/** One setting: label, the engine's key, control, and what is wrong with it. */
export function FieldRow({
  name,
  spec,
  value,
  problems,
  input,
  config,
  known = {},
  set,
}: FieldRowProps): ReactElement {
  const id = useId();
  const row = useRef<HTMLDivElement>(null);
  const wanted = useFlowStore((state) => (state.wantedField?.field === name ? state.wantedField : undefined));
  useEffect(() => {
    if (!wanted) return;
    row.current?.scrollIntoView({ block: 'center' });
    row.current?.querySelector<HTMLElement>('input, select, textarea, [role=switch]')?.focus();
  }, [wanted]);
  const { isWithin, onFocus, onBlur } = useSteadyFocus();
  const Widget = widgetOf(spec.type);
  const isSet = value !== undefined;
  const state = problems.some((p) => p.severity === 'error')
    ? 'invalid'
    : problems.some((p) => p.severity === 'warning')
      ? 'warned'
      : undefined;
  const classes = [
    'frow',
    wide.has(spec.type) ? 'stack' : '',
    isSet ? 'changed' : '',
    isWithin ? 'helped' : '',
  ]
    .filter(Boolean)
    .join(' ');
  return (
    <div ref={row} className={classes} data-field={name} onFocus={onFocus} onBlur={onBlur}>
      <div className="what" title={spec.help}>
        <div className="lab">
          {spec.type === 'assignments' ? <span>{spec.label}</span> : <label htmlFor={id}>{spec.label}</label>}
          {isSet ? (
            <IconButton
              icon="rotate-ccw"
              size="sm"
              iconSize={11}
              className="reset"
              label={`Reset ${spec.label}`}
              onClick={() => set(undefined)}
            />
          ) : null}
        </div>
        {spec.exportKey === undefined ? null : <div className="key">{breakable(spec.exportKey)}</div>}
      </div>
      <Widget {...{ id, spec, value, state, input, known, config, problems, set }} />
      <div id={`${id}-help`} className="help">
        {helpOf(spec).replaceAll('`', '')}
      </div>
      <Messages list={problems} />
    </div>
  );
}

/** A key that may be broken after its dots, and nowhere else while there is room. */
function breakable(key: string): ReactElement {
  return (
    <>
      {key.split(/(?<=\.)/).map((part) => (
        <Fragment key={part}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </>
  );
}
