/** The fields of a moment on the clock of a time zone. */
export interface ZonedTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly dayOfYear: number;
  /** Minutes ahead of UTC. */
  readonly offsetMinutes: number;
}

const quarterHourMs = 15 * 60_000;

/** Reads the clock of one time zone. */
export class ZoneClock {
  readonly #format: Intl.DateTimeFormat | undefined;
  /** Offsets by quarter of an hour: zones change at such moments only. */
  readonly #offsets = new Map<number, number>();

  /** Without a zone the machine's own is meant. Throws a RangeError for an unknown one. */
  constructor(timeZone?: string) {
    const isUtc = timeZone === 'UTC' || timeZone === 'GMT';
    this.#format = isUtc
      ? undefined
      : new Intl.DateTimeFormat('en-US', {
          ...(timeZone === undefined ? {} : { timeZone }),
          hourCycle: 'h23',
          year: 'numeric',
          month: 'numeric',
          day: 'numeric',
          hour: 'numeric',
          minute: 'numeric',
          second: 'numeric',
        });
  }

  offsetMs(ms: number): number {
    if (!this.#format) return 0;
    const key = Math.floor(ms / quarterHourMs);
    let offset = this.#offsets.get(key);
    if (offset === undefined) {
      offset = this.#measure(key * quarterHourMs);
      if (this.#offsets.size > 1000) this.#offsets.clear();
      this.#offsets.set(key, offset);
    }
    return offset;
  }

  #measure(ms: number): number {
    const parts = new Map(this.#format?.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
    return local - Math.floor(ms / 1000) * 1000;
  }

  read(ms: number): ZonedTime {
    const offset = this.offsetMs(ms);
    const local = new Date(ms + offset);
    const year = local.getUTCFullYear();
    return {
      year,
      month: local.getUTCMonth() + 1,
      day: local.getUTCDate(),
      hour: local.getUTCHours(),
      minute: local.getUTCMinutes(),
      second: local.getUTCSeconds(),
      weekday: local.getUTCDay(),
      dayOfYear: Math.floor((local.getTime() - Date.UTC(year, 0, 1)) / 86_400_000) + 1,
      offsetMinutes: Math.round(offset / 60_000),
    };
  }

  /** Rounds down to a multiple of `value` units on this zone's clock. */
  roundDown(ms: number, unit: 'second' | 'minute' | 'hour', value: number): number {
    const offset = this.offsetMs(ms);
    const local = ms + offset;
    const unitMs = unit === 'second' ? 1000 : unit === 'minute' ? 60_000 : 3_600_000;
    const parentMs = unit === 'second' ? 60_000 : unit === 'minute' ? 3_600_000 : 86_400_000;
    const parent = Math.floor(local / parentMs) * parentMs;
    const step = unitMs * Math.max(1, value);
    return parent + Math.floor((local - parent) / step) * step - offset;
  }
}
