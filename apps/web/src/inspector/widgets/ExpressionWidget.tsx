import { parseExpression, type Scope } from '@sluice/expression';
import { type ReactElement, useState } from 'react';
import { DraftInput } from './DraftInput.tsx';
import { boxClass, type SpecOf, textOf, type WidgetProps } from './widget.ts';

/** An expression. Problems are shown with a mark under the place they are at, while it is typed. */
export function ExpressionWidget(props: WidgetProps<SpecOf<'expression'>>): ReactElement {
  const { id, spec, value, state, input, set } = props;
  const [draft, setDraft] = useState<string | undefined>();
  const text = textOf(value);
  const fallback = spec.default ?? '';
  const typed = draft ?? text;
  const fields = spec.scope === 'combine' ? undefined : input?.fields;
  return (
    <div>
      <div className={boxClass(value === undefined, state, 'tall')}>
        <DraftInput
          id={id}
          text={text}
          isMultiline
          title={spec.help}
          placeholder={fallback === '' ? (spec.placeholder ?? '') : fallback}
          describedBy={`${id}-help`}
          isInvalid={state === 'invalid'}
          onDraft={setDraft}
          commit={(fresh) => {
            setDraft(undefined);
            set(fresh.trim() === '' ? undefined : fresh);
          }}
        />
        {value === undefined && fallback !== '' ? <span className="dflt">default</span> : null}
      </div>
      {typed === '' ? null : (
        <Problem text={typed} scope={fields} isSaid={draft === undefined && state === 'invalid'} />
      )}
    </div>
  );
}

interface ProblemProps {
  readonly text: string;
  /** Names that may be used; unknown while nothing is connected, and then not judged. */
  readonly scope: Scope | undefined;
  /** The check of the flow says it already: only the place is marked. */
  readonly isSaid: boolean;
}

function Problem({ text, scope, isSaid }: ProblemProps): ReactElement | null {
  const { problems } = parseExpression(text, scope ?? []);
  const first = problems.find((p) => scope !== undefined || p.code !== 'EXPRESSION_NAME_UNKNOWN');
  if (!first) return null;
  const end = Math.max(first.end, first.start + 1);
  return (
    <div className="fmsg err">
      <span>
        <code className="excerpt">
          {text.slice(Math.max(0, first.start - 24), first.start)}
          <mark>{text.slice(first.start, end) || ' '}</mark>
          {text.slice(end, end + 16)}
        </code>
        Character {first.start + 1}
        {isSaid ? '.' : `: ${first.message} ${first.help ?? ''}`}
      </span>
    </div>
  );
}
