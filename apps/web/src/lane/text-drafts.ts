/**
 * Texts that were typed and are not read yet, by agent. A text is read a moment after its last key and becomes one
 * edit of the flow; one that does not parse waits here, over tabs of the lane and reloads of the page, while the
 * canvas shows the last good graph. What others change meanwhile is merged in, line by line.
 */
import type { Flow } from '@sluice/flow';
import { create } from 'zustand';
import { useFlowStore } from '../store/flow-store.ts';
import { mergeText } from '../ui/code/text-patch.ts';
import { applyText, type Refused, textOf } from './agent-text.ts';
import { forgetTexts, keepTexts, keptTexts } from './kept-texts.ts';

/** How long after the last key a text is read. */
const readDelayMs = 300;
/** How long a pause ends an undo step. */
const sealDelayMs = 1200;

/** A typed text. */
export interface TextDraft {
  /** The text of the flow it was typed over. */
  readonly base: string;
  readonly text: string;
  /** Why it could not be read, when that was tried. */
  readonly refused?: Refused;
}

interface TextDrafts {
  readonly drafts: { readonly [agent: string]: TextDraft };
}

/** The drafts of the open flow. */
export const useTextDrafts = create<TextDrafts>(() => ({ drafts: {} }));

const reading = new Map<string, ReturnType<typeof setTimeout>>();
let sealing: ReturnType<typeof setTimeout> | undefined;

/** Takes what stands in the field now; it is read when the typing pauses. */
export function typeText(agent: string, text: string): void {
  const known = useTextDrafts.getState().drafts[agent];
  const base = known?.base ?? textOf(useFlowStore.getState().flow, agent);
  setDraft(agent, text === base ? undefined : { ...known, base, text });
}

/** Reads every typed text now: before a run, and when the field is left. */
export function readTexts(): void {
  for (const agent of Object.keys(useTextDrafts.getState().drafts)) readText(agent);
}

function readText(agent: string): void {
  clearTimeout(reading.get(agent));
  reading.delete(agent);
  const draft = useTextDrafts.getState().drafts[agent];
  if (draft === undefined) return;
  const refused = applyText(agent, draft.text);
  if (refused !== undefined) {
    store(agent, { base: draft.base, text: draft.text, refused });
    return;
  }
  setDraft(agent, undefined);
  clearTimeout(sealing);
  sealing = setTimeout(() => useFlowStore.getState().seal(), sealDelayMs);
}

function setDraft(agent: string, draft: TextDraft | undefined): void {
  clearTimeout(reading.get(agent));
  reading.delete(agent);
  store(agent, draft);
  if (draft === undefined) return;
  reading.set(
    agent,
    setTimeout(() => readText(agent), readDelayMs),
  );
}

function store(agent: string, draft: TextDraft | undefined): void {
  const { [agent]: known, ...others } = useTextDrafts.getState().drafts;
  if (known === undefined && draft === undefined) return;
  const drafts = draft === undefined ? others : { ...others, [agent]: draft };
  useTextDrafts.setState({ drafts });
  const { id, isTextBroken, setTextBroken } = useFlowStore.getState();
  const isBroken = Object.values(drafts).some(({ refused }) => refused !== undefined);
  if (isBroken !== isTextBroken) setTextBroken(isBroken);
  if (id !== undefined) keepTexts(id, drafts);
}

/** Puts the drafts over what the flow says now. */
function rebase(flow: Flow): void {
  for (const [agent, draft] of Object.entries(useTextDrafts.getState().drafts)) {
    if (flow.systems[agent] === undefined) {
      setDraft(agent, undefined);
      continue;
    }
    const base = textOf(flow, agent);
    if (base === draft.base) continue;
    const text = mergeText(draft.base, draft.text, base);
    setDraft(agent, text === base ? undefined : { ...draft, base, text });
  }
}

/** Takes up the texts that were waiting when this flow was on the page last. */
function restore(id: string, flow: Flow): void {
  for (const [agent, { base, text }] of Object.entries(keptTexts(id))) {
    if (flow.systems[agent] !== undefined) setDraft(agent, { base, text });
  }
  forgetTexts(id);
  rebase(flow);
}

function leave(): void {
  for (const timer of reading.values()) clearTimeout(timer);
  reading.clear();
  clearTimeout(sealing);
  useTextDrafts.setState({ drafts: {} });
}

useFlowStore.subscribe((now, before) => {
  if (now.id !== before.id) leave();
  else if (now.opening.kind === 'open' && before.opening.kind !== 'open' && now.id !== undefined) {
    restore(now.id, now.flow);
  } else if (now.flow !== before.flow && now.opening.kind === 'open') rebase(now.flow);
});

if (typeof window !== 'undefined') window.addEventListener('pagehide', readTexts);
