import {
  addComponent,
  addSystem,
  change,
  configure,
  emptyFlow,
  type Flow,
  moveComponents,
  newId,
  removeComponents,
  rename,
} from '@sluice/flow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EditLog, openLog, receive, record, redo, seal, undo } from './edit-log.ts';

const start = addComponent(
  addComponent(addSystem(emptyFlow('f'), { id: 's', type: 'flume.agent', name: 'a' }), {
    id: 'x',
    type: 'flume.source.netcat',
    name: 'x',
    system: 's',
    position: { x: 0, y: 0 },
  }),
  { id: 'y', type: 'flume.sink.logger', name: 'y', system: 's', position: { x: 300, y: 0 } },
);

type Recipe = (flow: Flow) => Flow;

/** Edits as a person makes them, on whatever is there. */
const recipes: fc.Arbitrary<Recipe> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('x', 'y', 'z'),
      fc.constantFrom('port', 'bind', 'rate'),
      fc.integer({ min: 0, max: 3 }),
    )
    .map(
      ([id, field, value]): Recipe =>
        (flow) =>
          flow.components[id]
            ? configure(flow, { component: id }, { field, value: value || undefined })
            : flow,
    ),
  fc.tuple(fc.constantFrom('x', 'y'), fc.string({ minLength: 1, maxLength: 3 })).map(
    ([id, name]): Recipe =>
      (flow) =>
        flow.components[id] ? rename(flow, id, name) : flow,
  ),
  fc.tuple(fc.constantFrom('x', 'y'), fc.integer({ min: 0, max: 9 })).map(
    ([id, x]): Recipe =>
      (flow) =>
        flow.components[id] ? moveComponents(flow, { [id]: { x: x * 16, y: 0 } }) : flow,
  ),
  fc.constant<Recipe>((flow) =>
    addComponent(flow, { id: newId(flow, 'z'), type: 'flume.channel.memory', name: 'z', system: 's' }),
  ),
  fc.constantFrom('x', 'y', 'z').map(
    (id): Recipe =>
      (flow) =>
        removeComponents(flow, [id]),
  ),
);

let counter = 0;
function apply(log: EditLog, recipe: Recipe, key?: string): EditLog {
  const { flow, change: made } = change(log.flow, 'Edit', recipe);
  return record(log, flow, key === undefined ? made : { ...made, key }, `c${++counter}`);
}

function undoAll(log: EditLog): EditLog {
  let now = log;
  while (now.done.length > 0) now = undo(now, `c${++counter}`).log;
  return now;
}

function redoAll(log: EditLog): EditLog {
  let now = log;
  while (now.undone.length > 0) now = redo(now, `c${++counter}`).log;
  return now;
}

describe('the edit log', () => {
  it('comes back to the start by undoing everything, and to the end by redoing it', () => {
    fc.assert(
      fc.property(fc.array(recipes, { maxLength: 20 }), (edits) => {
        const edited = edits.reduce((log, edit) => apply(log, edit), openLog(start, 1).log);
        const undone = undoAll(edited);
        expect(undone.flow).toEqual(start);
        expect(redoAll(undone).flow).toEqual(edited.flow);
      }),
    );
  });

  it('shows at any time what the pending edits make of the confirmed state', () => {
    fc.assert(
      fc.property(fc.array(recipes, { maxLength: 15 }), (edits) => {
        const log = edits.reduce((now, edit) => apply(now, edit), openLog(start, 1).log);
        expect(openLog(log.base, log.revision, log.pending).log.flow).toEqual(log.flow);
      }),
    );
  });

  it('keeps what others did when it undoes its own edits', () => {
    const own = apply(openLog(start, 1).log, (f) =>
      configure(f, { component: 'x' }, { field: 'port', value: 1 }),
    );
    const theirs = change(start, 'Rename', (f) => rename(f, 'y', 'renamed'));
    const merged = receive(own, theirs.change.patches, 2).log;
    expect(undo(merged, 'u').log.flow).toEqual(theirs.flow);
  });

  it('refuses to undo over a later edit of the same place by somebody else, and says so', () => {
    const port =
      (value: number): Recipe =>
      (f) =>
        configure(f, { component: 'x' }, { field: 'port', value });
    const own = apply(openLog(start, 1).log, port(1));
    const confirmed = openLog(own.flow, 2).log;
    const theirs = change(confirmed.flow, 'Set', port(2));
    const merged = receive({ ...confirmed, done: own.done }, theirs.change.patches, 3).log;
    const stepped = undo(merged, 'u');
    expect(stepped.refused).toContain('cannot be undone');
    expect(stepped.log.flow).toEqual(theirs.flow);
    expect(stepped.log.done).toEqual([]);
  });

  it('makes one step of edits with one key, until it is sealed', () => {
    const type = (log: EditLog, value: number): EditLog =>
      apply(log, (f) => configure(f, { component: 'x' }, { field: 'port', value }), 'x.port');
    const typed = [4, 44, 444].reduce(type, openLog(start, 1).log);
    expect(typed.done).toHaveLength(1);
    expect(typed.pending).toHaveLength(1);
    expect(undo(typed, 'u').log.flow).toEqual(start);
    expect(type(seal(typed), 5).done).toHaveLength(2);
  });

  it('leaves out a pending edit that the server has taken already', () => {
    const log = apply(openLog(start, 1).log, (f) => removeComponents(f, ['x']));
    const { log: reopened, dropped } = openLog(log.flow, 2, log.pending);
    expect(reopened.pending).toEqual([]);
    expect(dropped).toEqual([]);
    expect(reopened.flow).toEqual(log.flow);
  });

  it('gives back pending edits whose place is gone', () => {
    const log = apply(openLog(start, 1).log, (f) => rename(f, 'x', 'other'));
    const { dropped, log: rebased } = openLog(removeComponents(start, ['x']), 2, log.pending);
    expect(dropped.map((c) => c.label)).toEqual(['Edit']);
    expect(rebased.pending).toEqual([]);
  });
});
