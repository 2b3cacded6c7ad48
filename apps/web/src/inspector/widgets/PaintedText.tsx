import { type ExpressionProblem, type HighlightKind, highlight, type Scope } from '@sluice/expression';
import { type ReactElement, useMemo } from 'react';

interface Piece {
  readonly text: string;
  readonly kind: HighlightKind | undefined;
  readonly isWrong: boolean;
  readonly at: number;
}

/** Cuts a text at every change of colour and at the ends of what is wrong. */
export function piecesOf(
  text: string,
  scope: Scope,
  problems: readonly Pick<ExpressionProblem, 'start' | 'end'>[],
): readonly Piece[] {
  const colours = highlight(text, scope);
  const marks = problems.map(({ start, end }) => ({ start, end: Math.max(end, start + 1) }));
  const cuts = new Set([0, text.length, ...[...colours, ...marks].flatMap(({ start, end }) => [start, end])]);
  const places = [...cuts].filter((at) => at <= text.length).sort((a, b) => a - b);
  return places.slice(0, -1).map((at, index) => ({
    text: text.slice(at, places[index + 1]),
    kind: colours.find(({ start, end }) => start <= at && at < end)?.kind,
    isWrong: marks.some(({ start, end }) => start <= at && at < end),
    at,
  }));
}

/** An expression in colours, to lie exactly under the text area that holds it. */
export function PaintedText({
  text,
  scope,
  problems,
  scrollTop,
}: {
  readonly text: string;
  readonly scope: Scope;
  readonly problems: readonly ExpressionProblem[];
  readonly scrollTop: number;
}): ReactElement {
  const pieces = useMemo(() => piecesOf(text, scope, problems), [text, scope, problems]);
  return (
    <div className="painted" aria-hidden="true">
      <div style={{ transform: `translateY(${-scrollTop}px)` }}>
        {pieces.map((piece) => (
          <span key={piece.at} className={`tok-${piece.kind ?? 'gap'}${piece.isWrong ? ' tok-wrong' : ''}`}>
            {piece.text}
          </span>
        ))}
        {/* A last empty line has a height too. */}
        {text.endsWith('\n') ? ' ' : null}
      </div>
    </div>
  );
}
