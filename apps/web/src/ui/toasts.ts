import { create } from 'zustand';

/** A short message in the corner. Errors stay until closed, the rest goes after 4 s. */
export interface Toast {
  readonly id: number;
  readonly tone: 'ok' | 'warn' | 'error' | 'plain';
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

interface ToastState {
  readonly toasts: readonly Toast[];
}

/** The messages on screen, oldest first. */
export const useToasts = create<ToastState>(() => ({ toasts: [] }));

let next = 1;

/** Shows a message and returns its id. The same text twice is shown once. */
export function toast(message: Omit<Toast, 'id'>): number {
  const id = next++;
  useToasts.setState(({ toasts }) => ({
    toasts: [...toasts.filter((shown) => shown.text !== message.text), { ...message, id }].slice(-4),
  }));
  if (message.tone !== 'error') setTimeout(() => closeToast(id), 4000);
  return id;
}

/** Takes a message away. */
export function closeToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((shown) => shown.id !== id) }));
}

/** Shows what went wrong and what to do, from any thrown value. */
export function toastError(error: unknown, action?: Toast['action']): void {
  const help =
    error instanceof Error && 'help' in error && typeof error.help === 'string' ? ` ${error.help}` : '';
  const text = error instanceof Error ? `${error.message}${help}` : String(error);
  toast({ tone: 'error', text, ...(action === undefined ? {} : { action }) });
}
