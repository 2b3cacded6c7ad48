import type { Flow, FlowComponent } from '@sluice/flow';

export interface Attachment {
  readonly id: string;
  readonly component: FlowComponent;
}

const known = new WeakMap<FlowComponent, Attachment>();
const none: readonly Attachment[] = [];
const memo = new WeakMap<Flow['components'], ReadonlyMap<string, readonly Attachment[]>>();

/** The attached components of a host in order; computed once per state of the flow. */
export function attachmentsOf(flow: Flow, host: string): readonly Attachment[] {
  let all = memo.get(flow.components);
  if (!all) {
    const made = new Map<string, Attachment[]>();
    for (const [id, component] of Object.entries(flow.components)) {
      if (component.host === undefined) continue;
      const list = made.get(component.host) ?? [];
      list.push(attachment(id, component));
      made.set(component.host, list);
    }
    for (const list of made.values()) {
      list.sort((a, b) => (a.component.order ?? 0) - (b.component.order ?? 0) || (a.id < b.id ? -1 : 1));
    }
    memo.set(flow.components, made);
    all = made;
  }
  return all.get(host) ?? none;
}

/** The same object for the same component, so that lists compare by their parts. */
function attachment(id: string, component: FlowComponent): Attachment {
  const made = known.get(component) ?? { id, component };
  known.set(component, made);
  return made;
}
