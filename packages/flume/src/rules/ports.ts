import type { AppliedSystem } from '@sluice/component';
import type { Diagnostic } from '@sluice/ir';
import { numberOf, ofKind, textOf } from './neighbours.ts';

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i;

/** Ports taken twice, and addresses embedded runs do not listen on. */
export function checkPorts(system: AppliedSystem): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const taken = new Map<number, string>();
  for (const source of ofKind(system, 'source')) {
    const port = numberOf(source, 'port');
    const field = source.spec.config.bind;
    if (port === undefined || field === undefined) continue;
    const other = taken.get(port);
    if (other !== undefined) {
      found.push({
        code: 'FLUME_PORT_REPEATED',
        severity: 'error',
        message: `${source.name} listens on port ${port}, which ${other} has already; it would try for ever.`,
        at: { component: source.id, field: 'port' },
        help: 'Use another port.',
        fix: { label: `Use port ${port + 1}`, component: source.id, field: 'port', value: port + 1 },
      });
    }
    taken.set(port, source.name);
    const bind = textOf(source, 'bind');
    if (bind === '' || loopback.test(bind)) continue;
    found.push({
      code: 'FLUME_BIND_REMOTE',
      severity: 'warning',
      message: `${source.name} listens on ${bind}, which embedded runs refuse unless the server allows it.`,
      at: { component: source.id, field: 'bind' },
      help: 'Use localhost to be reachable from this machine only.',
      fix: { label: 'Use localhost', component: source.id, field: 'bind', value: 'localhost' },
    });
  }
  return found;
}
