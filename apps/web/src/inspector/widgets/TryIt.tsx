import { evaluate, type ParsedExpression, type Scope } from '@sluice/expression';
import { type ReactElement, useId, useState } from 'react';
import { resultText, sampleRecord, sampleText } from './sample-record.ts';

export interface TryItProps {
  readonly parsed: ParsedExpression;
  readonly scope: Scope;
  /** A first record from where the stream comes from, by field. */
  readonly known: { readonly [name: string]: string };
}

/** What an expression gives for a sample record; the samples may be changed. */
export function TryIt({ parsed, scope, known }: TryItProps): ReactElement | null {
  const [typed, setTyped] = useState<{ readonly [name: string]: string }>({});
  const id = useId();
  const used = scope.filter(({ name }) => parsed.uses.includes(name));
  if (parsed.problems.length > 0) return null;
  const samples = { ...known, ...typed };
  return (
    <div className="try-it">
      {used.map(({ name, type }) => (
        <div key={name} className="sample">
          <label htmlFor={`${id}-${name}`} className="mono">
            {name}
          </label>
          <input
            id={`${id}-${name}`}
            className="mono"
            spellCheck={false}
            value={samples[name] ?? sampleText(type, name)}
            onChange={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
          />
        </div>
      ))}
      <output className="mono" htmlFor={used.map(({ name }) => `${id}-${name}`).join(' ')}>
        <span className="muted">gives</span> {compute(parsed, sampleRecord(scope, samples))}
      </output>
    </div>
  );
}

function compute(parsed: ParsedExpression, record: { readonly [name: string]: unknown }): string {
  try {
    return resultText(evaluate(parsed, record));
  } catch (error) {
    return error instanceof Error ? error.message : 'nothing';
  }
}
