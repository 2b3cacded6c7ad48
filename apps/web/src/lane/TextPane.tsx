import type { ReactElement } from 'react';
import { documentOf } from '../app/export-flow.ts';
import { useFlowStore } from '../store/flow-store.ts';
import { CodeField } from '../ui/code/CodeField.tsx';
import { Icon } from '../ui/Icon.tsx';
import { AgentText } from './AgentText.tsx';
import { agentOf, fieldNameOf } from './agent-text.ts';
import { tellCaret, useLane } from './lane-store.ts';
import { TextHead } from './TextHead.tsx';

/** The flow as text: the selected Flume agent's, which can be edited and the canvas follows, or the flow file. */
export function TextPane(): ReactElement {
  const agent = useFlowStore(({ flow, selection }) => agentOf(flow, selection));
  const field = useFlowStore(({ flow }) => (agent === undefined ? '' : fieldNameOf(flow, agent)));
  const isDocument = useLane((state) => state.isDocument);
  if (isDocument || agent === undefined) return <DocumentText />;
  return <AgentText key={field} agent={agent} field={field} />;
}

/** The flow file, as it would be downloaded. */
function DocumentText(): ReactElement {
  const flow = useFlowStore((state) => state.flow);
  const id = useFlowStore((state) => state.id) ?? '';
  const { fileName, content } = documentOf(flow, id);
  return (
    <div className="lane-rows">
      <TextHead file={fileName} content={content}>
        <span className="row step sec">
          <Icon name="lock" size={12} />
          read only: edit on the canvas
        </span>
      </TextHead>
      <CodeField
        label={`Text of ${fileName}`}
        name={fileName}
        language="json"
        value={content}
        isReadOnly
        onCaret={tellCaret}
      />
    </div>
  );
}
