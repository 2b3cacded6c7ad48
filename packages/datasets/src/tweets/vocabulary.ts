import { mix } from '../random.ts';
import { weightedTable, zipfTable } from '../zipf.ts';

/** Hashtags by lasting popularity; some are not ASCII. */
export const hashtags: readonly string[] =
  'news music football weather travel food photography art love tech coffee movies nature books science gaming fashion fitness python javascript spark storm flume bigdata streaming opensource linux cloud ai robotics space nasa climate energy ocean harbour ferry sailing surf rain sunshine snow winter summer spring autumn monday friday weekend breakfast lunch dinner recipe vegan pizza sushi ramen tacos wine beer tea cake chocolate garden birds cats dogs horses hiking cycling running yoga tennis cricket rugby basketball hockey golf chess piano guitar jazz rock vinyl concert festival theatre opera cinema comics manga anime cosplay design architecture interior vintage diy craft knitting pottery painting sketch poetry history museum archaeology geology astronomy physics chemistry biology medicine health sleep psychology education school university students teachers parents family baby wedding birthday holiday beach island mountain river lake forest desert city street metro train airport bridge market startup business economy stocks crypto jobs remote office meeting productivity leadership marketing seo podcast radio tv politics election debate parliament law justice peace rights community volunteer charity recycling zerowaste plastic solar wind hydrogen nuclear battery ev trains buses bikes café fútbol música noticias españa méxico brasil españolas château crème être forêt mañana niños fußball münchen köln zürich größe überall straßenbahn 東京 大阪 京都 天気 猫 桜 ラーメン 音楽 映画 写真 서울 음악 москва погода футбол киев athens αθήνα istanbul türkiye yağmur kraków łódź žižkov smørrebrød reykjavík'
    .split(' ')
    .filter((tag, at, all) => all.indexOf(tag) === at);

/** One language: openings before the first hashtag and words between. */
interface Language {
  readonly code: string;
  readonly share: number;
  readonly openings: readonly string[];
  readonly middles: readonly string[];
}

const languages: readonly Language[] = [
  {
    code: 'en',
    share: 62,
    openings: [
      'just saw the best',
      'cannot stop thinking about',
      'anyone else following',
      'good morning from',
      'new post on',
      'late again because of',
      'so much to say about',
      'what a day for',
      'ten things you should know about',
      'live now:',
      'breaking:',
      'this is why we love',
      'quick question about',
      'my first try at',
      'reading up on',
      'nobody talks about',
    ],
    middles: ['and', 'with a bit of', 'meets', 'or maybe', 'plus', 'not to forget', 'then', 'vs'],
  },
  {
    code: 'es',
    share: 13,
    openings: [
      'buenos días desde',
      'no puedo dejar de pensar en',
      'lo mejor de hoy:',
      'mañana más sobre',
      'qué bonito es',
    ],
    middles: ['y', 'con', 'también', 'o quizás'],
  },
  {
    code: 'pt',
    share: 7,
    openings: ['bom dia de', 'hoje é dia de', 'não perca', 'coração cheio de'],
    middles: ['e', 'com', 'também'],
  },
  {
    code: 'ja',
    share: 8,
    openings: ['おはよう', '今日の', '最高の', 'やっぱり好き'],
    middles: ['と', 'そして', 'も'],
  },
  {
    code: 'de',
    share: 5,
    openings: ['schönen Gruß aus', 'heute wieder', 'endlich mehr über', 'für alle Fans von'],
    middles: ['und', 'mit', 'oder doch'],
  },
  {
    code: 'fr',
    share: 5,
    openings: ['bonjour de', "aujourd'hui on parle de", 'très fier de', 'à découvrir :'],
    middles: ['et', 'avec', 'ou bien'],
  },
];

/** What follows the last hashtag, as it stands inside a JSON text. */
export const endings: readonly string[] = [
  '',
  '',
  '',
  '!',
  ' \u{1f600}',
  ' \u{1f30a}\u{1f30a}',
  ' ❤️',
  ' \\"finally\\"',
  '\\nmore soon',
  ' …',
];

const names = [
  'ana',
  'ben',
  'chloe',
  'dan',
  'eva',
  'felix',
  'gina',
  'hugo',
  'iris',
  'jan',
  'kai',
  'lena',
  'mia',
  'noah',
  'olga',
  'paul',
];
const extras = ['', '_', 'x', '_io', 'the', 'real', '42', '_news'];

/** Followers by user number: few have many. */
function followersOf(n: number): number {
  return Math.floor(1_500_000 / (n + 1) ** 0.9) + (mix(37, n, 2) % 300);
}

/** The user object of each author, most active first, with the comma after it. */
export const users: readonly string[] = Array.from({ length: 4000 }, (_, n) => {
  const h = mix(31, n, 1);
  const name = `${names[h % names.length]}${extras[(h >>> 6) % extras.length]}${n}`;
  const followers = followersOf((n * 7919) % 4000);
  return `"user":{"id":${100_000 + n * 17},"screen_name":"${name}","followers_count":${followers},"verified":${followers > 20_000}},`;
});

export const openings: readonly (readonly string[])[] = languages.map((l) => l.openings);
export const middles: readonly (readonly string[])[] = languages.map((l) => l.middles.map((m) => ` ${m}`));
/** JSON between the text and the user, by language. */
export const langTexts: readonly string[] = languages.map((l) => `","lang":"${l.code}",`);

export const userTable = zipfTable(4000, 0.8);
export const languageTable = weightedTable(languages.map((l) => l.share));
export const tagTable = zipfTable(hashtags.length, 0.95);
/** How many hashtags a post has: mostly one or two, some none. */
export const tagCountTable = weightedTable([22, 42, 24, 9, 3]);
