import type { Dataset } from '../dataset.ts';
import { mix, next } from '../random.ts';
import { accessLog } from './spec.ts';
import {
  clients,
  clientTable,
  missing,
  pageBytes,
  pageTable,
  requests,
  statusTable,
  statusTexts,
  tails,
  tailTable,
} from './vocabulary.ts';

/** 2 March 2026 06:00 UTC, the time of record 0. */
const startMs = Date.UTC(2026, 2, 2, 6);
const day = 86_400;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const ok = 0;
const notModified = 1;
const notFound = 2;

/** Second of the log in which record `index` stands: denser by day than by night, never going back. */
function secondOf(index: number): number {
  const even = index / accessLog.naturalRate;
  return Math.floor(even - 0.5 * (day / (2 * Math.PI)) * Math.sin((2 * Math.PI * even) / day));
}

function stamp(second: number): string {
  const iso = new Date(startMs + second * 1000).toISOString();
  const month = months[Number(iso.slice(5, 7)) - 1];
  return `${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000] `;
}

/** Opens the access log of a seed. */
export function openAccessLog(seed: number): Dataset {
  return { title: accessLog.title, naturalRate: accessLog.naturalRate, total: accessLog.total, lines };

  function lines(from: number, count: number): string {
    let text = '';
    let second = Number.NaN;
    let time = '';
    for (let i = from; i < from + count; i++) {
      const now = secondOf(i);
      if (now !== second) {
        second = now;
        time = stamp(now);
      }
      const a = mix(seed, i, 101) | 1;
      const b = next(a);
      const c = next(b);
      const status = statusTable[a >>> 16] as number;
      const page = pageTable[b & 0xffff] as number;
      const request = status === notFound ? missing[c & 0xff] : requests[page];
      text +=
        (clients[clientTable[b >>> 16] as number] as string) +
        time +
        request +
        statusTexts[status] +
        size(status, page, c) +
        tails[tailTable[c >>> 16] as number];
    }
    return text;
  }
}

function size(status: number, page: number, noise: number): string | number {
  if (status === ok)
    return page < 12 ? (pageBytes[page] as number) : (pageBytes[page] as number) + (noise & 0xff);
  return status === notModified ? '-' : 162 + (noise & 0x3f);
}
