import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { catalog } from '../engines.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { agentOf, applyText, textOf } from './agent-text.ts';

/** The selected Flume agent as a text that can be edited; the canvas follows. */
export function TextPane(): ReactElement {
  const flow = useFlowStore((state) => state.flow);
  const selection = useFlowStore((state) => state.selection);
  const agent = agentOf(flow, selection);
  if (agent === undefined) {
    return <p className="subhead">Flux and Spark program export come with a later release.</p>;
  }
  return <AgentText key={agent} agent={agent} />;
}

function AgentText({ agent }: { readonly agent: string }): ReactElement {
  const flow = useFlowStore((state) => state.flow);
  const selection = useFlowStore((state) => state.selection);
  const [draft, setDraft] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const gutter = useRef<HTMLDivElement>(null);
  const printed = useMemo(() => textOf(flow, agent), [flow, agent]);
  const text = draft ?? printed;
  const file = `${flow.systems[agent]?.name ?? 'agent'}.properties`;
  const selected = selection.attached ?? selection.components[0];

  const marked = useMemo(() => {
    const lens = catalog.engineOf('flume.agent')?.lens;
    if (lens === undefined || draft !== undefined || selected === undefined) return [];
    return lens.locate(printed, flow).filter((range) => range.component === selected);
  }, [printed, flow, draft, selected]);

  useEffect(() => {
    if (draft === undefined) return;
    const timer = setTimeout(() => {
      const refused = applyText(agent, draft);
      setProblem(refused);
      useFlowStore.getState().setTextBroken(refused !== undefined);
      if (refused === undefined) setDraft(undefined);
    }, 400);
    return () => clearTimeout(timer);
  }, [draft, agent]);
  useEffect(() => () => useFlowStore.getState().setTextBroken(false), []);

  const download = (): void => {
    const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = file;
    link.click();
    URL.revokeObjectURL(url);
  };
  const isMarked = (line: number): boolean => marked.some(({ from, to }) => line >= from && line <= to);

  return (
    <div style={{ display: 'grid', gridTemplateRows: '28px minmax(0, 1fr)', minHeight: 0 }}>
      <div className="subhead">
        <span className="mono">{file}</span>
        <span role="status" className={problem === undefined ? 'ok' : 'warn'}>
          {problem ?? (draft === undefined ? 'in step with the canvas' : 'reading')}
        </span>
        <span className="grow" />
        <button
          type="button"
          className="btn ghost sm"
          onClick={() => void navigator.clipboard.writeText(text).catch(() => undefined)}
        >
          Copy
        </button>
        <button type="button" className="btn ghost sm" onClick={download}>
          Download
        </button>
      </div>
      <div className="code" style={{ display: 'grid', gridTemplateColumns: '40px 1fr', minHeight: 0 }}>
        <div ref={gutter} aria-hidden="true" style={{ overflow: 'hidden' }}>
          {text.split('\n').map((_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number.
            <div key={index} className={isMarked(index + 1) ? 'ln sel' : 'ln'}>
              <i>{index + 1}</i>
            </div>
          ))}
        </div>
        <textarea
          aria-label={`Text of ${file}`}
          spellCheck={false}
          wrap="off"
          value={text}
          onChange={(event) => setDraft(event.target.value)}
          onScroll={(event) => {
            if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
          }}
          style={{ font: 'inherit', resize: 'none', border: 0, padding: 0, background: 'transparent' }}
        />
      </div>
    </div>
  );
}
