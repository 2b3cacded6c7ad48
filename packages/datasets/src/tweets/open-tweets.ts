import type { Dataset } from '../dataset.ts';
import { mix, next } from '../random.ts';
import { tweets } from './spec.ts';
import { trendingTag } from './trends.ts';
import {
  endings,
  hashtags,
  langTexts,
  languageTable,
  middles,
  openings,
  tagCountTable,
  tagTable,
  users,
  userTable,
} from './vocabulary.ts';

/** 2 March 2026 06:00 UTC, the time of record 0. */
const startMs = Date.UTC(2026, 2, 2, 6);
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const idBase = 1_900_000_000_000_000;

function stamp(second: number): string {
  const date = new Date(startMs + second * 1000);
  const iso = date.toISOString();
  return `{"created_at":"${days[date.getUTCDay()]} ${months[date.getUTCMonth()]} ${iso.slice(8, 10)} ${iso.slice(11, 19)} +0000 ${iso.slice(0, 4)}","id":`;
}

/** Opens the tweets of a seed. */
export function openTweets(seed: number): Dataset {
  return { title: tweets.title, naturalRate: tweets.naturalRate, total: tweets.total, lines };

  function lines(from: number, count: number): string {
    let text = '';
    let second = Number.NaN;
    let head = '';
    for (let i = from; i < from + count; i++) {
      const now = Math.floor(i / tweets.naturalRate);
      if (now !== second) {
        second = now;
        head = stamp(now);
      }
      text += head + tweet(seed, i);
    }
    return text;
  }
}

/** Everything of record `index` after its time. */
function tweet(seed: number, index: number): string {
  const a = mix(seed, index, 107) | 1;
  let state = next(a);
  const language = languageTable[a >>> 16] as number;
  const id = idBase + index * 1021 + (a & 0x3ff);
  let text = pick(openings[language] as readonly string[], state);
  // The openings hold no escapes and no astral characters, so that offsets are the same in every unit.
  let tags = '';
  const count = tagCountTable[state >>> 16] as number;
  for (let t = 0; t < count; t++) {
    state = next(state);
    const tag = tagOf(seed, index, state);
    if (t > 0) text += pick(middles[language] as readonly string[], state >>> 3);
    const start = text.length + 1;
    text += ` #${tag}`;
    tags += `${t > 0 ? ',' : ''}{"text":"${tag}","indices":[${start},${text.length}]}`;
  }
  state = next(state);
  const ending = endings[state % endings.length] as string;
  const url = (state & 0x7000) === 0 ? `https://t.co/${(state >>> 4).toString(36)}` : '';
  const urls = url === '' ? '' : `{"url":"${url}"}`;
  return (
    `${id},"id_str":"${id}","text":"${text}${url === '' ? '' : ` ${url}`}${ending}${langTexts[language]}` +
    `${users[userTable[state >>> 16] as number]}"retweet_count":${(state >>> 9) % 7},` +
    `"entities":{"hashtags":[${tags}],"urls":[${urls}]}}\n`
  );
}

function tagOf(seed: number, index: number, draw: number): string {
  if ((draw & 0xff) < 110) {
    const trend = trendingTag(seed, index, draw >>> 8);
    if (trend >= 0) return hashtags[trend] as string;
  }
  return hashtags[tagTable[draw >>> 16] as number] as string;
}

function pick(texts: readonly string[], draw: number): string {
  return texts[draw % texts.length] as string;
}
