import { type ReactElement, useMemo, useRef } from 'react';
import { catalog, engines } from '../engines.ts';
import { applyFix } from '../inspector/edits.ts';
import { only } from '../store/flow-selection.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { CodeField } from '../ui/code/CodeField.tsx';
import type { CodeMark, LineRange } from '../ui/code/code.ts';
import { Icon } from '../ui/Icon.tsx';
import { fileOf, keyOf, type Refused, textOf } from './agent-text.ts';
import { completeAgents } from './complete-agent.ts';
import { tellCaret, useLane } from './lane-store.ts';
import { TextHead } from './TextHead.tsx';
import { readTexts, typeText, useTextDrafts } from './text-drafts.ts';
import { marksOf, textMarks } from './text-marks.ts';

const complete = completeAgents(engines.flatMap(({ components }) => components));

/** The text of a Flume agent; the canvas follows what is typed, and the text what is drawn. */
export function AgentText({
  agent,
  field,
}: {
  readonly agent: string;
  readonly field: string;
}): ReactElement {
  const flow = useFlowStore((state) => state.flow);
  const selection = useFlowStore((state) => state.selection);
  const steps = useFlowStore((state) => state.steps);
  const problems = useFlowStore((state) => state.problems.components);
  const draft = useTextDrafts((state) => state.drafts[agent]);
  const printed = useMemo(() => textOf(flow, agent), [flow, agent]);
  const text = draft?.text ?? printed;
  const file = fileOf(flow, agent);
  const selected = selection.attached ?? selection.components[0];
  const lens = catalog.engineOf(flow.systems[agent]?.type ?? '')?.lens;
  const places = useMemo(() => lens?.locate(printed, flow) ?? [], [lens, printed, flow]);
  const own = useMemo(() => textMarks(lens?.get(printed).problems ?? []), [lens, printed]);
  const marks = useMemo(
    () => [...own, ...marksOf({ text: printed, places, problems, keyOf, fix: applyFix })],
    [own, printed, places, problems],
  );
  const lit = useMemo(() => places.filter((place) => place.component === selected), [places, selected]);
  const wanted = useLane((state) => state.wanted);
  const refused = draft?.refused;
  // Places are those of the text the flow has: while somebody types, the editor moves what it shows along.
  const shown = useRef<{ marks: readonly CodeMark[]; lit: readonly LineRange[] }>({ marks, lit });
  if (draft === undefined) shown.current = { marks, lit };
  const refusal = useMemo(() => (refused === undefined ? undefined : [markOf(refused)]), [refused]);

  return (
    <div className="lane-rows">
      <TextHead file={file} content={text}>
        <Step refused={refused} isReading={draft !== undefined} />
      </TextHead>
      <CodeField
        label={`Text of ${file}`}
        name={field}
        language="properties"
        value={text}
        onChange={(next) => typeText(agent, next)}
        marks={refusal ?? shown.current.marks}
        lit={shown.current.lit}
        complete={complete}
        step={steps}
        onUndo={(isRedo) => stepFlow(isRedo, draft === undefined)}
        onBlur={() => {
          readTexts();
          useFlowStore.getState().seal();
        }}
        onCaret={tellCaret}
        onPick={(line) => {
          const place = places.find(({ from, to }) => line >= from && line <= to);
          if (place && place.component !== selected) pick(place.component);
        }}
        {...(wanted?.agent === agent ? { wanted: wanted.place } : {})}
      />
    </div>
  );
}

/**
 * One history for both views: undo takes back the last edit of the flow, wherever it was made. Only keys that are
 * not read yet are the field's own.
 */
function stepFlow(isRedo: boolean, isInStep: boolean): boolean {
  const { undo, redo, log } = useFlowStore.getState();
  if (!isInStep) return false;
  if (!isRedo) undo();
  else if (log.undone.length === 0) return false;
  else redo();
  return true;
}

function markOf({ message, range }: Refused): CodeMark {
  if (range === undefined) return { severity: 'error', message, line: 1 };
  const { line, column, endLine, endColumn } = range;
  return { severity: 'error', message, line, column, endLine, endColumn };
}

function pick(component: string): void {
  const { flow, select } = useFlowStore.getState();
  const host = flow.components[component]?.host;
  select(
    host === undefined ? only('component', component) : { ...only('component', host), attached: component },
  );
}

function Step({
  refused,
  isReading,
}: {
  readonly refused: Refused | undefined;
  readonly isReading: boolean;
}): ReactElement {
  if (refused) {
    const { message, range } = refused;
    return (
      <span role="status" className="row warn step">
        <Icon name="triangle-alert" size={12} />
        showing the last good graph, {range === undefined ? 'the text' : `line ${range.line}`} does not parse:{' '}
        {message}
      </span>
    );
  }
  return (
    <span role="status" className={`row step ${isReading ? 'sec' : 'ok'}`}>
      <Icon name={isReading ? 'circle-dashed' : 'circle-check'} size={12} />
      {isReading ? 'reading' : 'in step with the canvas'}
    </span>
  );
}
