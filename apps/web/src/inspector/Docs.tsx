import type { ComponentSpec } from '@sluice/component';
import type { ReactElement } from 'react';
import { helpOf } from './help-of.ts';

/** Plain text in which back-ticks mark code. */
function Prose({ text }: { readonly text: string }): ReactElement {
  return (
    <p>
      {text.split('`').map((part, index) =>
        // Parts are told apart by their place; every second one is code.
        index % 2 === 1 ? <code key={`${index}`}>{part}</code> : part,
      )}
    </p>
  );
}

const targetWords = { flume: 'Flume', storm: 'Storm', spark: 'Spark' } as const;

/** Everything a spec says about a component. */
export function Docs({ spec }: { readonly spec: ComponentSpec }): ReactElement {
  const targets = Object.entries(targetWords).flatMap(([target, title]) => {
    const capability = spec.targets?.[target as keyof typeof targetWords];
    if (capability === undefined) return spec.id.startsWith(`${target}.`) ? [`${title}: yes.`] : [];
    if (capability.can === 'yes') return [`${title}: yes.`];
    if (capability.can === 'no') return [`${title}: no. ${capability.because}`];
    return [`${title}: with a difference. ${capability.difference}`];
  });
  return (
    <div className="docs">
      <Prose text={spec.summary} />
      {spec.docs.map((text) => (
        <Prose key={text} text={text} />
      ))}
      {spec.guarantee === undefined ? null : (
        <>
          <h3>When a process dies</h3>
          <Prose text={spec.guarantee} />
        </>
      )}
      <h3>Settings</h3>
      <dl>
        {Object.entries(spec.config).map(([name, field]) => (
          <div key={name}>
            <dt>
              {field.label} {field.exportKey === undefined ? null : <code>{field.exportKey}</code>}
            </dt>
            <dd>
              <Prose text={helpOf(field)} />
            </dd>
          </div>
        ))}
      </dl>
      <h3>Runs on</h3>
      {targets.map((text) => (
        <Prose key={text} text={text} />
      ))}
    </div>
  );
}
