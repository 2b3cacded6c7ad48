import { checkRegex } from '@sluice/expression';
import type { Json } from '@sluice/ir';
import { type ReactElement, useState } from 'react';
import { DraftInput } from './DraftInput.tsx';
import { pathNow } from './path-now.ts';
import { boxClass, type SpecOf, textOf, type WidgetProps } from './widget.ts';

type TextLike = SpecOf<'text' | 'path' | 'regex' | 'integer' | 'number'>;

interface BoxProps extends WidgetProps<TextLike> {
  readonly inputMode?: 'numeric' | 'decimal';
  readonly placeholder?: string;
  parse(text: string): Json | undefined;
  onDraft?(text: string): void;
}

function TextBox({ id, spec, value, state, set, parse, placeholder, ...rest }: BoxProps): ReactElement {
  const isUnset = value === undefined;
  const fallback = textOf(spec.default);
  const hint = fallback === '' ? placeholder : fallback;
  return (
    <div className={boxClass(isUnset, state)}>
      <DraftInput
        id={id}
        text={textOf(value)}
        title={spec.help}
        describedBy={`${id}-help`}
        isInvalid={state === 'invalid'}
        {...(hint === undefined ? {} : { placeholder: hint })}
        {...rest}
        commit={(text) => set(parse(text))}
      />
      {isUnset && fallback !== '' ? <span className="dflt">default</span> : null}
      {spec.unit === undefined ? null : <span className="unit">{spec.unit}</span>}
    </div>
  );
}

const asText = (text: string): Json | undefined => (text === '' ? undefined : text);
/** What is no number stays as text: the check says what is wrong and nothing typed is lost. */
const asNumber = (text: string): Json | undefined => {
  const bare = text.trim();
  if (bare === '') return undefined;
  const number = Number(bare);
  return Number.isFinite(number) ? number : bare;
};

/** One line of text. */
export function TextWidget(props: WidgetProps<SpecOf<'text'>>): ReactElement {
  const { placeholder } = props.spec;
  return <TextBox {...props} parse={asText} {...(placeholder === undefined ? {} : { placeholder })} />;
}

/** A file or directory; with escapes, also what it is now. */
export function PathWidget(props: WidgetProps<SpecOf<'path'>>): ReactElement {
  const { placeholder = '/path/to', escapes } = props.spec;
  const [draft, setDraft] = useState<string | undefined>();
  const now =
    escapes === true ? pathNow(draft ?? textOf(props.value ?? props.spec.default), new Date()) : undefined;
  return (
    <div>
      <TextBox {...props} parse={asText} placeholder={placeholder} onDraft={setDraft} />
      {now === undefined ? null : (
        <div className="now">
          Now writes to <span className="mono">{now}</span>
        </div>
      )}
    </div>
  );
}

/** A whole number. */
export function IntegerWidget(props: WidgetProps<SpecOf<'integer'>>): ReactElement {
  const { placeholder } = props.spec;
  return (
    <TextBox
      {...props}
      parse={asNumber}
      inputMode="numeric"
      {...(placeholder === undefined ? {} : { placeholder })}
    />
  );
}

/** Any number. */
export function NumberWidget(props: WidgetProps<SpecOf<'number'>>): ReactElement {
  return <TextBox {...props} parse={asNumber} inputMode="decimal" />;
}

/** A Java regular expression, checked while it is typed. */
export function RegexWidget(props: WidgetProps<SpecOf<'regex'>>): ReactElement {
  const [draft, setDraft] = useState<string | undefined>();
  const problem = draft === undefined || draft === '' ? undefined : checkRegex(draft);
  return (
    <>
      <TextBox {...props} parse={asText} onDraft={setDraft} />
      {problem === undefined ? null : <div className="fmsg err">{problem}</div>}
    </>
  );
}
