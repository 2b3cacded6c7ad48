import type { AppliedComponent } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';
import type { Applied } from './apply-defaults.ts';

/** The first directory a component is configured with; file names and escapes after it do not matter here. */
function directoryOf(component: AppliedComponent): { field: string; value: string } | undefined {
  for (const [field, spec] of Object.entries(component.spec.config)) {
    const value = component.config[field];
    if (spec.type === 'path' && spec.of === 'directory') {
      return { field, value: typeof value === 'string' ? value : '' };
    }
  }
  return undefined;
}

function plain(path: string): string {
  return path
    .replace(/^file:\/\//, '')
    .replace(/\/+$/, '')
    .replace(/^\.\//, '');
}

/**
 * A link through a directory carries nothing itself: it says that one side reads what the other writes. That holds
 * only when both name the same directory.
 */
export function checkLinks(applied: Applied): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const [id, connection] of applied.connections) {
    const from = applied.components.get(connection.from.component);
    const to = applied.components.get(connection.to.component);
    const port = from?.spec.outputs.find((p) => p.name === connection.from.port);
    if (from === undefined || to === undefined || port?.carries !== 'link.directory') continue;
    const [written, read] = [directoryOf(from), directoryOf(to)];
    if (written === undefined || read === undefined || plain(written.value) === plain(read.value)) continue;
    diagnostics.push({
      code: 'FLOW_LINK_PATHS_DIFFER',
      severity: 'error',
      message: `${to.name} reads ${read.value || 'no directory'}, but ${from.name} writes ${written.value || 'none'}.`,
      at: { component: to.id, connection: id, field: read.field, system: to.system },
      help: 'Give both the same directory.',
      fix: { label: `Read ${written.value}`, component: to.id, field: read.field, value: written.value },
    });
  }
  return diagnostics;
}
