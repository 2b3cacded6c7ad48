import type { Drawing } from '@sluice/component';
import { type Diagnostic, hasErrors, sortDiagnostics } from '@sluice/ir';
import type { Compile, Compiled, CompileOptions } from './contract.ts';
import { applyAllDefaults, isLink } from './passes/apply-defaults.ts';
import { checkCode } from './passes/check-code.ts';
import { checkConnections } from './passes/check-connections.ts';
import { checkFields } from './passes/check-fields.ts';
import { checkLinks } from './passes/check-links.ts';
import { checkRules } from './passes/check-rules.ts';
import { type Connected, connectPorts } from './passes/connect-ports.ts';
import { type Lowered, lowerComponents } from './passes/lower-components.ts';
import { numberParts } from './passes/number-parts.ts';
import { orderComponents } from './passes/order-components.ts';
import { proveFlow } from './passes/prove-flow.ts';
import { resolveParts } from './passes/resolve-parts.ts';
import { stageOperators } from './passes/stage-operators.ts';

/**
 * Turns a drawing into a program, or says everything that is wrong with it. Each pass hands on what is sound, so that
 * one mistake does not hide the next.
 */
export const compile: Compile = (
  drawing: Drawing,
  { catalog, name, checkCode: reader }: CompileOptions,
): Compiled => {
  const resolved = resolveParts(drawing, catalog);
  const checked = checkConnections(drawing, catalog);
  const applied = applyAllDefaults(drawing, resolved, checked.accepted);
  const streams = [...applied.connections.values()].filter((c) => !isLink({ ...c }, resolved));
  const found: Diagnostic[] = [
    ...resolved.diagnostics,
    ...checked.diagnostics,
    ...checkFields(drawing, resolved, applied),
    ...checkRules(resolved, applied),
    ...checkLinks(applied),
    ...checkCode(applied, reader),
    ...proveFlow(drawing, resolved, applied),
  ];
  const order = orderComponents(applied, streams);
  const broken = new Set(
    found.filter((d) => d.severity === 'error' && d.at.field !== undefined).map((d) => d.at.component),
  );
  const lowered = lowerComponents({
    resolved,
    applied,
    order: order.ids,
    streams,
    isBroken: (component) => broken.has(component),
  });
  const connected = connectPorts(lowered, resolved, streams);
  // A rule that names the same mistake says it in the engine's words.
  const isSaid = (d: Diagnostic): boolean =>
    d.code === 'FLOW_KEY_MISSING' &&
    found.some((f) => f.severity === 'error' && f.at.component === d.at.component);
  found.push(
    ...order.diagnostics,
    ...lowered.diagnostics.filter((d) => !isSaid(d)),
    ...connected.diagnostics,
  );
  const diagnostics = sortDiagnostics(found);
  const schemas = knownSchemas(lowered, connected);
  if (hasErrors(diagnostics)) return { diagnostics, program: undefined, schemas };
  const staged = stageOperators(lowered, { resolved, applied, streams: connected.streams });
  const program = numberParts(name ?? 'flow', { ...staged, streams: connected.streams });
  return { diagnostics, program, schemas };
};

function knownSchemas(lowered: Lowered, connected: Connected): Compiled['schemas'] {
  const arriving = [...lowered.components].flatMap(([id, { input }]) =>
    input ? [[id, input] as const] : [],
  );
  const flowing = connected.streams.flatMap(({ origin, schema }) =>
    origin.connection === undefined ? [] : [[origin.connection, schema] as const],
  );
  return { components: Object.fromEntries(arriving), connections: Object.fromEntries(flowing) };
}

/** Everything there is to say about a drawing, worst first. */
export function check(drawing: Drawing, options: CompileOptions): readonly Diagnostic[] {
  return compile(drawing, options).diagnostics;
}
