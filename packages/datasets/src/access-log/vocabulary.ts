import { mix } from '../random.ts';
import { weightedTable, zipfTable } from '../zipf.ts';

const sections = ['products', 'blog', 'docs', 'users', 'search', 'api/v1/items', 'assets/img', 'news'];
const slugs = [
  'harbour',
  'lamp',
  'river',
  'pump',
  'valve',
  'ferry',
  'chart',
  'meter',
  'pier',
  'lock',
  'gate',
  'delta',
];
const fixedPages = [
  '/',
  '/index.html',
  '/assets/app.js',
  '/assets/app.css',
  '/favicon.ico',
  '/login',
  '/cart',
  '/products',
  '/search?q=pump',
  '/api/v1/health',
  '/about',
  '/robots.txt',
];
const agents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
  'Googlebot/2.1 (+http://www.google.com/bot.html)',
  'curl/8.14.1',
  'python-requests/2.32.5',
];
const referers = [
  '-',
  '-',
  'https://www.example.org/',
  'https://www.google.com/',
  'https://news.example.net/today',
];

const statuses = [200, 304, 404, 301, 302, 500, 503, 403] as const;
const statusShares = [87, 6, 4, 1, 0.6, 0.8, 0.3, 0.3];

const pageCount = 2000;
const clientCount = 5000;

function pageOf(rank: number): string {
  const fixed = fixedPages[rank];
  if (fixed !== undefined) return fixed;
  const h = mix(7, rank, 1);
  return `/${sections[h % sections.length]}/${slugs[(h >>> 8) % slugs.length]}-${rank}`;
}

function methodOf(rank: number): string {
  const page = fixedPages[rank];
  if (page === '/login' || page === '/cart') return 'POST';
  return mix(11, rank, 2) % 40 === 0 ? 'POST' : 'GET';
}

/** Request lines by popularity, quoted, with the blank after them. */
export const requests: readonly string[] = Array.from(
  { length: pageCount },
  (_, rank) => `"${methodOf(rank)} ${pageOf(rank)} HTTP/1.1" `,
);

/** Bytes of each page when it is sent whole. */
export const pageBytes: readonly number[] = Array.from({ length: pageCount }, (_, rank) => {
  const h = mix(13, rank, 3);
  return Math.floor(300 * 2 ** ((h % 1000) / 110));
});

/** Requests for pages that are not there. */
export const missing: readonly string[] = Array.from({ length: 256 }, (_, n) => {
  const h = mix(17, n, 4);
  const path = h % 3 === 0 ? `wp-login.php?n=${n}` : `${slugs[h % slugs.length]}/old-${(h >>> 5) % 4000}`;
  return `"GET /${path} HTTP/1.1" `;
});

/** Line starts by client, most active first. */
export const clients: readonly string[] = Array.from({ length: clientCount }, (_, n) => {
  const h = mix(19, n, 5);
  const user = h % 23 === 0 ? `user${n}` : '-';
  return `${11 + (h % 190)}.${(h >>> 8) & 255}.${(h >>> 16) & 255}.${1 + ((h >>> 24) % 254)} - ${user} [`;
});

/** Line ends: referer and agent. */
export const tails: readonly string[] = referers.flatMap((r) => agents.map((a) => ` "${r}" "${a}"\n`));

export const clientTable = zipfTable(clientCount, 1.05);
export const pageTable = zipfTable(pageCount, 1.15);
export const tailTable = zipfTable(tails.length, 0.7);
export const statusTable = weightedTable(statusShares);
export const statusTexts: readonly string[] = statuses.map((s) => `${s} `);
