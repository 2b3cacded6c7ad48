import type { FieldSpec, FieldSpecs } from '@sluice/component';
import type { ConfigTarget } from '@sluice/flow';
import type { Diagnostic, JsonObject, Schema } from '@sluice/ir';
import { type ReactElement, useState } from 'react';
import { useFlowStore } from '../store/flow-store.ts';
import { Icon } from '../ui/Icon.tsx';
import { setField } from './edits.ts';
import { FieldRow } from './FieldRow.tsx';
import { Messages } from './Messages.tsx';

const none: readonly Diagnostic[] = [];

export interface ConfigFormProps {
  readonly target: ConfigTarget;
  readonly fields: FieldSpecs;
  readonly config: JsonObject;
  readonly problems: readonly Diagnostic[] | undefined;
  readonly input?: Schema | undefined;
  /** Samples of what arrives, by field. */
  readonly known?: { readonly [field: string]: string };
}

/** A form made from field specs: groups in order of first use, "Advanced" last and folded. */
export function ConfigForm({
  target,
  fields,
  config,
  problems = none,
  input,
  known,
}: ConfigFormProps): ReactElement {
  const groups = new Map<string, [string, FieldSpec][]>();
  const advanced: [string, FieldSpec][] = [];
  for (const entry of Object.entries(fields)) {
    const [, spec] = entry;
    if (spec.isAdvanced === true) {
      advanced.push(entry);
      continue;
    }
    const title = spec.group ?? '';
    groups.set(title, [...(groups.get(title) ?? []), entry]);
  }
  const rows = (entries: readonly [string, FieldSpec][]): readonly ReactElement[] =>
    entries.map(([name, spec]) => (
      <FieldRow
        key={name}
        name={name}
        spec={spec}
        value={config[name]}
        problems={problems.filter((p) => p.at.field === name)}
        input={input}
        config={config}
        known={known}
        set={(value) => setField(target, fields, name, value)}
      />
    ));
  const general = problems.filter((p) => p.at.field === undefined || !Object.hasOwn(fields, p.at.field));
  const ordered = [...groups].sort(([a], [b]) => Number(b === '') - Number(a === ''));
  const count = advanced.filter(([name]) => config[name] !== undefined).length;
  return (
    <>
      {general.length === 0 ? null : (
        <div className="notes">
          <Messages list={general} />
        </div>
      )}
      {ordered.map(([title, entries]) => (
        <FieldGroup key={title} title={title === '' ? 'Settings' : title}>
          {rows(entries)}
        </FieldGroup>
      ))}
      {advanced.length === 0 ? null : (
        <FieldGroup
          title="Advanced"
          isFolded
          names={advanced.map(([name]) => name)}
          note={`${advanced.length} settings, ${count === 0 ? 'all default' : `${count} set`}`}
        >
          {rows(advanced)}
        </FieldGroup>
      )}
    </>
  );
}

interface FieldGroupProps {
  readonly title: string;
  readonly note?: string;
  readonly isFolded?: boolean;
  /** Fields inside, so that one somebody wants to see opens the group. */
  readonly names?: readonly string[];
  readonly children: readonly ReactElement[];
}

function FieldGroup({ title, note, isFolded = false, names = [], children }: FieldGroupProps): ReactElement {
  const [isOpen, setOpen] = useState(!isFolded);
  const isWanted = useFlowStore(({ wantedField }) => names.includes(wantedField?.field ?? ''));
  const isShown = isOpen || isWanted;
  return (
    <section className="fgroup" aria-label={title}>
      <h3>
        <button type="button" className="fold-head" aria-expanded={isShown} onClick={() => setOpen(!isShown)}>
          <Icon name={isShown ? 'chevron-down' : 'chevron-right'} size={13} />
          {title}
          {note === undefined ? null : <span className="n">{note}</span>}
        </button>
      </h3>
      {isShown ? children : null}
    </section>
  );
}
