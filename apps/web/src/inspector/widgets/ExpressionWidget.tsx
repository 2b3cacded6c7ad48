import './expression.css';
import {
  type Completion,
  completions,
  type ExpressionProblem,
  parseExpression,
  type Scope,
  signatureAt,
} from '@sluice/expression';
import { type KeyboardEvent, type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { ExpressionHelp, SignatureHint } from './ExpressionHelp.tsx';
import { PaintedText } from './PaintedText.tsx';
import { TryIt } from './TryIt.tsx';
import { boxClass, type SpecOf, textOf, type WidgetProps } from './widget.ts';

const combineScope: Scope = [
  { name: 'a', type: 'any' },
  { name: 'b', type: 'any' },
];
const noScope: Scope = [];
const mostOffers = 7;
const mostProblems = 3;

/** An expression: checked while it is typed, with what may stand at the caret and what it gives for a sample. */
export function ExpressionWidget(props: WidgetProps<SpecOf<'expression'>>): ReactElement {
  const { id, spec, value, state, input, known = {}, set } = props;
  const [draft, setDraft] = useState<string>();
  const [caret, setCaret] = useState<number>();
  const [chosen, setChosen] = useState(0);
  const [place, setPlace] = useState<number>();
  const [scrollTop, setScrollTop] = useState(0);
  const field = useRef<HTMLTextAreaElement>(null);
  const text = textOf(value);
  const fallback = spec.default ?? '';
  const typed = draft ?? text;
  const isKnown = spec.scope === 'combine' || input !== undefined;
  const scope = spec.scope === 'combine' ? combineScope : (input?.fields ?? noScope);
  const parsed = useMemo(
    () => parseExpression(typed === '' ? fallback : typed, scope),
    [typed, fallback, scope],
  );
  const offers = useMemo(
    () => (draft === undefined || caret === undefined ? [] : offersAt(scope, draft, caret)),
    [draft, caret, scope],
  );
  const signature = useMemo(
    () => (place === undefined ? undefined : signatureAt(typed, place)),
    [typed, place],
  );
  // Without knowing what arrives, no name is wrong.
  const problems = parsed.problems.filter((p) => isKnown || p.code !== 'EXPRESSION_NAME_UNKNOWN');
  const latest = useRef({ draft, text, set });
  latest.current = { draft, text, set };
  useEffect(() => () => commit(latest.current), []);

  const finish = (): void => {
    commit({ draft, text, set });
    latest.current = { ...latest.current, draft: undefined };
    setDraft(undefined);
    setCaret(undefined);
    setPlace(undefined);
  };
  const write = (inserted: string, from: number, to: number): void => {
    const at = from + inserted.length;
    setDraft(typed.slice(0, from) + inserted + typed.slice(to));
    setCaret(at);
    setPlace(at);
    setChosen(0);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(at, at);
    });
  };
  const take = (offer: Completion | undefined): void => {
    if (offer) write(offer.insert, offer.from, offer.to);
  };
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    const hasOffers = offers.length > 0;
    if (hasOffers && event.key === 'ArrowDown') setChosen((now) => (now + 1) % offers.length);
    else if (hasOffers && event.key === 'ArrowUp')
      setChosen((now) => (now + offers.length - 1) % offers.length);
    else if (hasOffers && event.key === 'Tab' && !event.shiftKey) take(offers[chosen]);
    else if (event.key === 'Enter' && !event.shiftKey) finish();
    else if (event.key === 'Escape' && hasOffers) setCaret(undefined);
    else if (event.key === 'Escape' && draft !== undefined) setDraft(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="expression">
      <div className={boxClass(value === undefined, state, 'tall')}>
        <div className="paint-host">
          <PaintedText text={typed} scope={scope} problems={problems} scrollTop={scrollTop} />
          <textarea
            id={id}
            ref={field}
            className="val"
            rows={Math.min(6, Math.max(1, typed.split('\n').length))}
            value={typed}
            title={spec.help}
            placeholder={fallback === '' ? (spec.placeholder ?? '') : fallback}
            spellCheck={false}
            autoComplete="off"
            aria-describedby={`${id}-help`}
            aria-invalid={state === 'invalid' ? true : undefined}
            aria-controls={offers.length > 0 ? `${id}-offers` : undefined}
            onChange={(event) => {
              setDraft(event.currentTarget.value);
              setCaret(event.currentTarget.selectionStart);
              setPlace(event.currentTarget.selectionStart);
              setChosen(0);
            }}
            onKeyDown={onKey}
            onSelect={(event) => setPlace(event.currentTarget.selectionStart)}
            onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
            onBlur={finish}
          />
        </div>
        <ExpressionHelp
          label={spec.label}
          insert={(inserted) => {
            const at = field.current?.selectionStart ?? typed.length;
            write(inserted, at, field.current?.selectionEnd ?? at);
          }}
        />
        {value === undefined && fallback !== '' ? <span className="dflt">default</span> : null}
        {spec.returns === 'boolean' ? <span className="unit">true, false</span> : null}
      </div>
      {offers.length > 0 ? (
        <div
          id={`${id}-offers`}
          className="offers pop"
          role="listbox"
          aria-label={`What may stand here in ${spec.label}`}
        >
          {offers.map((offer, index) => (
            <div
              key={offer.label}
              role="option"
              aria-selected={index === chosen}
              className={index === chosen ? 'offer on' : 'offer'}
              // Before the field loses the focus and hands its text over.
              onPointerDown={(event) => {
                event.preventDefault();
                take(offer);
              }}
            >
              <span className="mono">{offer.label}</span>
              <span className="muted trunc">{offer.detail}</span>
            </div>
          ))}
        </div>
      ) : null}
      {signature ? <SignatureHint signature={signature} /> : null}
      {typed === ''
        ? null
        : problems
            .slice(0, mostProblems)
            .map((problem) => (
              <Problem
                key={`${problem.start} ${problem.code}`}
                text={typed}
                problem={problem}
                isSaid={draft === undefined && state === 'invalid'}
              />
            ))}
      {typed === '' && fallback === '' ? null : <TryIt parsed={parsed} scope={scope} known={known} />}
    </div>
  );
}

function commit({
  draft,
  text,
  set,
}: {
  readonly draft: string | undefined;
  readonly text: string;
  set(value: string | undefined): void;
}): void {
  if (draft !== undefined && draft !== text) set(draft.trim() === '' ? undefined : draft);
}

/** Offers while a word is being typed, not between words; one that is typed in full is no offer. */
function offersAt(scope: Scope, text: string, caret: number): readonly Completion[] {
  if (!/[A-Za-z0-9_.]$/.test(text.slice(0, caret))) return [];
  const found = completions(scope, text, caret).slice(0, mostOffers);
  const [only] = found;
  return found.length === 1 && only && text.slice(only.from, caret) === only.insert ? [] : found;
}

interface ProblemProps {
  readonly text: string;
  readonly problem: ExpressionProblem;
  /** The check of the flow says it already: only the place is marked. */
  readonly isSaid: boolean;
}

function Problem({ text, problem, isSaid }: ProblemProps): ReactElement {
  const end = Math.max(problem.end, problem.start + 1);
  return (
    <div className="fmsg err">
      <span>
        <code className="excerpt">
          {text.slice(Math.max(0, problem.start - 24), problem.start)}
          <mark>{text.slice(problem.start, end) || ' '}</mark>
          {text.slice(end, end + 16)}
        </code>
        Character {problem.start + 1}
        {isSaid ? '.' : `: ${problem.message} ${problem.help ?? ''}`}
      </span>
    </div>
  );
}
