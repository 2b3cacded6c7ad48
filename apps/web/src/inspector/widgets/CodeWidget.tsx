import { writtenFields, writtenStreams } from '@sluice/component';
import type { Diagnostic, JsonObject } from '@sluice/ir';
import { type ReactElement, useMemo } from 'react';
import './expression.css';
import { CodeField } from '../../ui/code/CodeField.tsx';
import type { CodeMark } from '../../ui/code/code.ts';
import { boxClass, type SpecOf, textOf, type WidgetProps } from './widget.ts';

const none: readonly Diagnostic[] = [];
const nothing: JsonObject = {};
const noTexts: readonly string[] = [];

/** Code in the editor, which loads when the first one is shown. */
export function CodeWidget(props: WidgetProps<SpecOf<'code'>>): ReactElement {
  const { id, spec, value, state, input, config = nothing, problems = none, set } = props;
  const text = textOf(value ?? spec.default);
  const written = textsOf(config, spec.outputs);
  const streams = textsOf(config, spec.streams);
  const types = useMemo(
    () => ({
      shape: spec.shape,
      input,
      outputs: written.length > 0 ? writtenFields(written) : (input?.fields ?? []),
      streams: writtenStreams(streams),
      givesPairs: spec.gives === 'pair',
    }),
    [spec, input, written, streams],
  );
  // Compared by what they say: the editor moves them along while somebody types.
  const said = JSON.stringify(marksOf(problems));
  const marks = useMemo(() => JSON.parse(said) as CodeMark[], [said]);
  return (
    <div id={id} className={boxClass(value === undefined, state, 'code-box')}>
      <CodeField
        label={spec.label}
        name={id}
        language="typescript"
        value={text}
        types={types}
        marks={marks}
        onChange={(next) => set(next === (spec.default ?? '') ? undefined : next)}
      />
    </div>
  );
}

function marksOf(problems: readonly Diagnostic[]): CodeMark[] {
  return problems.flatMap(({ severity, message, code, at: { range } }) => {
    if (range === undefined) return [];
    const { line, column, endLine, endColumn } = range;
    // Where it stands needs no saying here.
    return [
      { severity, code, message: message.replace(/^Line \d+: /, ''), line, column, endLine, endColumn },
    ];
  });
}

/** A list of declarations the code stands beside. */
function textsOf(config: JsonObject, field: string | undefined): readonly string[] {
  const texts = field === undefined ? undefined : config[field];
  return Array.isArray(texts) ? (texts as readonly string[]) : noTexts;
}
