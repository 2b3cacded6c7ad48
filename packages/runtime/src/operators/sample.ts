import type { SampleOperator } from '@sluice/ir';
import { liveRows } from '../batch.ts';
import { selectRows } from '../batch-cut.ts';
import { rowAt } from '../batch-read.ts';
import type { Transform } from './transform.ts';

/** Passes on a share of the records; the same ones for the same seed, however they are cut into batches. */
export function createSample(operator: SampleOperator): Transform {
  const output = operator.outputs[0]?.name ?? 'out';
  const { by } = operator;
  /** Records seen so far. */
  let serial = 0;
  const isChosen =
    by.kind === 'every'
      ? (place: number) => (place + 1) % by.every === 0
      : (place: number) => unitOf(by.seed, place) < by.fraction;
  return {
    process(batch, _input, emit) {
      const live = liveRows(batch);
      if (live === 0) return;
      const passed = new Uint32Array(live);
      let kept = 0;
      for (let i = 0; i < live; i++) if (isChosen(serial++)) passed[kept++] = rowAt(batch, i);
      if (kept === live) emit(output, batch);
      else if (kept > 0) emit(output, selectRows(batch, passed.subarray(0, kept)));
    },
    snapshot: () => serial,
    restore(state) {
      serial = state as number;
    },
  };
}

/** A number in [0, 1) that depends on seed and place only (a finaliser of MurmurHash3 over both). */
function unitOf(seed: number, place: number): number {
  const low = mix(place >>> 0) ^ mix(Math.floor(place / 0x1_0000_0000) + 0x9e37_79b9);
  return (mix(low ^ mix(seed | 0)) >>> 0) / 0x1_0000_0000;
}

function mix(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return mixed ^ (mixed >>> 16);
}
