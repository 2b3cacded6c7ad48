import type { Json, JsonObject } from '@sluice/ir';
import { type Properties, under, words } from './agents.ts';
import { addExtra, type Codec, extraOf, isSame, plainCodec } from './fields.ts';

/** `serializers = s1 s2` with `serializers.s1.name` and so on, against the one list of headers. */
const regexExtractor: Codec = {
  read(spec, properties) {
    const { config, extra } = plainCodec.read(spec, properties);
    const headers = headersOf(properties);
    if (!headers) return { config, extra };
    if (headers.length > 0) config.headers = headers;
    return { config, extra: extraOf(new Map(Object.entries(extra)), isSerializer) };
  },
  write(spec, { config, extra }, current) {
    const others = new Map([...current].filter(([key]) => !isSerializer(key)));
    const desired = new Map(plainCodec.write(spec, { config, extra: {} }, others));
    const headers = Array.isArray(config.headers) ? config.headers.map(String) : [];
    if (isSame(headersOf(current) as Json | undefined, headers)) {
      for (const [key, value] of current) if (isSerializer(key)) desired.set(key, value);
    } else if (headers.length > 0) {
      const names = words(current.get('serializers')).slice(0, headers.length);
      for (let i = 1; names.length < headers.length; i++) if (!names.includes(`s${i}`)) names.push(`s${i}`);
      desired.set('serializers', names.join(' '));
      names.forEach((name, index) => {
        const type = current.get(`serializers.${name}.type`);
        if (type !== undefined) desired.set(`serializers.${name}.type`, type);
        desired.set(`serializers.${name}.name`, headers[index] as string);
      });
    }
    addExtra(desired, extra);
    return desired;
  },
};

const isSerializer = (key: string): boolean => key === 'serializers' || key.startsWith('serializers.');

const passThrough = 'org.apache.flume.interceptor.RegexExtractorInterceptorPassThroughSerializer';

/** The headers of serializers that pass a group through; undefined when one does something else. */
function headersOf(properties: Properties): string[] | undefined {
  const names = words(properties.get('serializers'));
  const of = under(properties, 'serializers.');
  const headers: string[] = [];
  for (const name of names) {
    const type = of.get(`${name}.type`);
    const header = of.get(`${name}.name`);
    if (header === undefined || (type !== undefined && type !== 'DEFAULT' && type !== passThrough)) {
      return undefined;
    }
    headers.push(header);
    of.delete(`${name}.type`);
    of.delete(`${name}.name`);
  }
  return of.size === 0 ? headers : undefined;
}

/** What a replay is in the text: an exec source with this command. */
export interface ReplayCommand {
  readonly dataset: string;
  readonly seed: number;
  readonly rate: number;
  readonly count?: number;
}

/** Writes the command that replays a data set. */
export function writeReplay({ dataset, seed, rate, count }: ReplayCommand): string {
  const speed = rate === 0 ? '1x' : rate < 0 ? 'max' : `${rate}/s`;
  const limit = count === undefined ? '' : ` --count ${count}`;
  return `sluice replay ${dataset} --seed ${seed} --rate ${speed}${limit} --to -`;
}

/** Reads such a command back; undefined when it is another one. */
export function readReplay(command: string): ReplayCommand | undefined {
  const [program, verb, dataset, ...options] = command.trim().split(/\s+/);
  if (program !== 'sluice' || verb !== 'replay' || dataset === undefined || dataset.startsWith('-')) {
    return undefined;
  }
  let [seed, rate, count]: [number, number, number | undefined] = [1, 0, undefined];
  let isToOutput = false;
  for (let i = 0; i < options.length; i += 2) {
    const [name, value] = [options[i], options[i + 1] ?? ''];
    const isNumber = /^\d+$/.test(value) && Number.isSafeInteger(Number(value));
    if (name === '--seed' && isNumber) seed = Number(value);
    else if (name === '--count' && isNumber) count = Number(value);
    else if (name === '--to' && value === '-') isToOutput = true;
    else if (name === '--rate' && value === '1x') rate = 0;
    else if (name === '--rate' && value === 'max') rate = -1;
    else if (name === '--rate' && /^\d+(\.\d+)?\/s$/.test(value) && Number.parseFloat(value) > 0) {
      rate = Number.parseFloat(value);
    } else return undefined;
  }
  return isToOutput ? { dataset, seed, rate, ...(count === undefined ? {} : { count }) } : undefined;
}

/** The batch size of an exec source that does not set it. */
const execBatchSize = '20';

const replay: Codec = {
  read(spec, properties) {
    const command = readReplay(properties.get('command') ?? '');
    const given = new Map(properties);
    given.delete('command');
    if (!given.has('batchSize')) given.set('batchSize', execBatchSize);
    const { config, extra } = plainCodec.read(spec, given);
    for (const [name, value] of Object.entries(command ?? {})) {
      if (!isSame(value, spec.config[name]?.default as Json | undefined)) config[name] = value;
    }
    return { config, extra };
  },
  write(spec, { config, extra }, current) {
    const desired = new Map<string, string>();
    const command = commandOf(config);
    const text = current.get('command');
    const isKept =
      text !== undefined && isSame(readReplay(text) as Json | undefined, command as unknown as Json);
    desired.set('command', isKept ? text : writeReplay(command));
    const batch = config.batchSize ?? (spec.config.batchSize?.default as Json);
    const batchText = current.get('batchSize');
    if (batchText !== undefined || String(batch) !== execBatchSize) {
      const isEqual = batchText !== undefined && String(Number(batchText)) === String(batch);
      desired.set('batchSize', isEqual ? batchText : String(batch));
    }
    addExtra(desired, extra);
    return desired;
  },
};

function commandOf(config: JsonObject): ReplayCommand {
  const number = (value: Json | undefined, otherwise: number): number =>
    typeof value === 'number' ? value : otherwise;
  return {
    dataset: typeof config.dataset === 'string' ? config.dataset : 'access-log',
    seed: number(config.seed, 1),
    rate: number(config.rate, 0),
    ...(typeof config.count === 'number' ? { count: config.count } : {}),
  };
}

const codecs: ReadonlyMap<string, Codec> = new Map([
  ['flume.interceptor.regex_extractor', regexExtractor],
  ['flume.source.replay', replay],
]);

/** How a component of the catalog is read and written. */
export function codecOf(id: string): Codec {
  return codecs.get(id) ?? plainCodec;
}
