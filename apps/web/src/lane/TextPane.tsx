import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { catalog } from '../engines.ts';
import { only } from '../store/flow-selection.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { toast } from '../ui/toasts.ts';
import { agentOf, applyText, type Refused, textOf } from './agent-text.ts';
import { CodeArea, type Mark } from './CodeArea.tsx';

/** How long after the last key a text is read. */
const readDelayMs = 300;
/** How long a pause ends an undo step. */
const sealDelayMs = 1200;

/** The selected Flume agent as a text that can be edited; the canvas follows. */
export function TextPane(): ReactElement {
  const flow = useFlowStore((state) => state.flow);
  const selection = useFlowStore((state) => state.selection);
  const agent = agentOf(flow, selection);
  if (agent === undefined) {
    return (
      <div className="empty">
        <b>No text of this flow yet</b>
        <p>Flume agents are shown as .properties. Storm Flux and Spark programs come with a later release.</p>
      </div>
    );
  }
  return <AgentText key={agent} agent={agent} />;
}

function AgentText({ agent }: { readonly agent: string }): ReactElement {
  const flow = useFlowStore((state) => state.flow);
  const selection = useFlowStore((state) => state.selection);
  const problems = useFlowStore((state) => state.problems.components);
  const [draft, setDraft] = useState<string>();
  const [refused, setRefused] = useState<Refused>();
  const [caret, setCaret] = useState({ line: 1, column: 1 });
  const sealing = useRef<ReturnType<typeof setTimeout>>(undefined);
  const printed = useMemo(() => textOf(flow, agent), [flow, agent]);
  const text = draft ?? printed;
  const file = `${flow.systems[agent]?.name ?? 'agent'}.properties`;
  const selected = selection.attached ?? selection.components[0];
  const places = useMemo(() => {
    const lens = catalog.engineOf(flow.systems[agent]?.type ?? '')?.lens;
    return lens && draft === undefined ? lens.locate(printed, flow) : [];
  }, [printed, flow, agent, draft]);

  useEffect(() => {
    if (draft === undefined) return;
    const timer = setTimeout(() => {
      const why = applyText(agent, draft);
      setRefused(why);
      useFlowStore.getState().setTextBroken(why !== undefined);
      if (why !== undefined) return;
      setDraft(undefined);
      clearTimeout(sealing.current);
      sealing.current = setTimeout(() => useFlowStore.getState().seal(), sealDelayMs);
    }, readDelayMs);
    return () => clearTimeout(timer);
  }, [draft, agent]);
  useEffect(() => () => useFlowStore.getState().setTextBroken(false), []);

  const marks = useMemo((): readonly Mark[] => {
    if (refused) return [{ line: refused.line ?? 1, kind: 'error', text: refused.message }];
    const lines = printed.split('\n');
    return places.flatMap(({ component, from, to }) =>
      (problems[component] ?? []).map((d): Mark => {
        const type = flow.components[component]?.type ?? '';
        const key = catalog.component(type)?.config[d.at.field ?? '']?.exportKey;
        const own =
          key === undefined
            ? -1
            : lines.findIndex((l, i) => i >= from - 1 && i < to && l.includes(`.${key} `));
        return {
          line: own < 0 ? from : own + 1,
          kind: d.severity === 'error' ? 'error' : 'warning',
          text: d.message,
        };
      }),
    );
  }, [refused, printed, places, problems, flow]);

  return (
    <div className="lane-rows">
      <div className="subhead">
        <Icon name="file-text" size={12} />
        <span className="mono file">{file}</span>
        <Step refused={refused} isReading={draft !== undefined} />
        <span className="grow" />
        <span className="num">
          Ln {caret.line}, Col {caret.column}
        </span>
        <Button
          look="ghost"
          size="sm"
          icon="copy"
          onClick={() => {
            navigator.clipboard.writeText(text).then(
              () => toast({ tone: 'ok', text: `Copied ${file}` }),
              () =>
                toast({
                  tone: 'warn',
                  text: 'The browser refused to copy. Select the text and press Ctrl C.',
                }),
            );
          }}
        >
          Copy
        </Button>
        <Button look="ghost" size="sm" icon="download" onClick={() => save(file, text)}>
          Download
        </Button>
      </div>
      <CodeArea
        label={`Text of ${file}`}
        text={text}
        marks={marks}
        selected={places.filter((place) => place.component === selected)}
        onText={setDraft}
        onUndo={(isRedo) => {
          // While the text is not read yet, undoing keys is the field's own business.
          if (draft !== undefined) return false;
          if (isRedo) useFlowStore.getState().redo();
          else useFlowStore.getState().undo();
          return true;
        }}
        onBlur={() => useFlowStore.getState().seal()}
        onCaret={setCaret}
        onPick={(line) => {
          const place = places.find(({ from, to }) => line >= from && line <= to);
          if (place && place.component !== selected) pick(place.component);
        }}
      />
    </div>
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
    return (
      <span role="status" className="row warn step">
        <Icon name="triangle-alert" size={12} />
        showing the last good graph, {refused.line === undefined ? 'the text' : `line ${refused.line}`} does
        not parse: {refused.message}
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

function pick(component: string): void {
  const { flow, select } = useFlowStore.getState();
  const host = flow.components[component]?.host;
  select(
    host === undefined ? only('component', component) : { ...only('component', host), attached: component },
  );
}

function save(file: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file;
  link.click();
  URL.revokeObjectURL(url);
}
