import type { Position } from '@sluice/flow';
import { create } from 'zustand';

/** An end of a wire: a component and one of its ports. */
export interface PortRef {
  readonly component: string;
  readonly port: string;
  readonly side: 'in' | 'out';
}

/** A wire that is being drawn, by pointer or by keyboard. */
export interface Wire {
  readonly from: PortRef;
  readonly by: 'pointer' | 'keyboard';
  /** Ports it may end at, as `component/port`. */
  readonly legal: ReadonlySet<string>;
  /** Components with a legal port. */
  readonly legalComponents: ReadonlySet<string>;
  /** The connection that the new one takes the place of. */
  readonly replaces?: string;
  /** Keyboard only: where it would end now. */
  readonly candidate?: PortRef;
}

/** The small menu that offers components, at a place on the screen. */
export interface AddMenuState {
  readonly at: Position;
  /** Where the new component goes, in flow coordinates. */
  readonly place: Position;
  /** The end that the new component will be connected to. */
  readonly from?: PortRef;
}

export interface ContextMenuState {
  readonly at: Position;
  readonly target:
    | { readonly kind: 'component' | 'system' | 'connection'; readonly id: string }
    | { readonly kind: 'canvas'; readonly place: Position };
}

export type Tool = 'select' | 'pan';

interface CanvasStore {
  readonly wire: Wire | undefined;
  /** Why the wire cannot end where the pointer is. */
  readonly refusal: { readonly at: Position; readonly reason: string } | undefined;
  readonly addMenu: AddMenuState | undefined;
  readonly contextMenu: ContextMenuState | undefined;
  /** The component or system whose name is being edited on the canvas. */
  readonly renaming: string | undefined;
  readonly tool: Tool;
  /** Said to screen readers. */
  readonly announcement: string;
}

/** What the canvas is in the middle of; nothing here is saved. */
export const useCanvasStore = create<CanvasStore>(() => ({
  wire: undefined,
  refusal: undefined,
  addMenu: undefined,
  contextMenu: undefined,
  renaming: undefined,
  tool: 'select',
  announcement: '',
}));

/** Says something to screen readers. */
export function announce(announcement: string): void {
  useCanvasStore.setState({ announcement });
}

/** Key of a port in `Wire.legal`. */
export function portKey(ref: { readonly component: string; readonly port: string }): string {
  return `${ref.component}/${ref.port}`;
}
