import {
  type FunctionSpec,
  operatorReference,
  printSignature,
  referenceGroups,
  type Signature,
} from '@sluice/expression';
import { type ReactElement, useState } from 'react';
import { IconButton } from '../../ui/Button.tsx';

/** How the function around the caret is called, with the value that is being written in bold. */
export function SignatureHint({ signature }: { readonly signature: Signature }): ReactElement {
  const { spec, argument } = signature;
  return (
    <div className="signature">
      <code>
        {spec.name}(
        {spec.arguments.map(({ name, isOptional }, index) => {
          const shown = isOptional === true ? `${name}?` : name;
          return (
            <span key={name}>
              {index > 0 ? ', ' : ''}
              {index === argument ? <b>{shown}</b> : shown}
            </span>
          );
        })}
        {spec.isVariadic === true ? ', …' : ''})
      </code>{' '}
      <span className="muted">{spec.summary}</span>
    </div>
  );
}

/** All functions and operators, on demand; choosing a function writes it. */
export function ExpressionHelp({
  label,
  insert,
}: {
  readonly label: string;
  insert(text: string): void;
}): ReactElement {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className="language">
      <IconButton
        icon="square-function"
        size="sm"
        iconSize={12}
        className="language-button"
        label={`Functions and operators for ${label}`}
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      />
      {isOpen ? (
        <section
          className="language-list"
          aria-label="Functions and operators"
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            setIsOpen(false);
          }}
        >
          {referenceGroups().map(({ title, functions }) => (
            <div key={title}>
              <h4>{title}</h4>
              {functions.map((spec) => (
                <Entry key={spec.name} spec={spec} insert={insert} />
              ))}
            </div>
          ))}
          <h4>Operators</h4>
          <dl>
            {operatorReference.map(({ operators, meaning }) => (
              <div key={operators}>
                <dt className="mono">{operators}</dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </section>
      ) : null}
    </div>
  );
}

function Entry({ spec, insert }: { readonly spec: FunctionSpec; insert(text: string): void }): ReactElement {
  return (
    <button
      type="button"
      className="language-entry"
      title={spec.example}
      onClick={() => insert(`${spec.name}(`)}
    >
      <span className="mono">{printSignature(spec)}</span>
      <span className="muted">{spec.summary}</span>
    </button>
  );
}
