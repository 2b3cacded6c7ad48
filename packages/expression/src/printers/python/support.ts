/**
 * The meaning of the language in Python: plain Python 3.9, standard library only. Each block is one function or table;
 * `pythonSupport` picks those that printed expressions use.
 */
const blocks: readonly string[] = [
  String.raw`
SX_MOST_TEXT = 1048576
SX_MOST_MATCHED = 65536
SX_DEEPEST = 100`,
  String.raw`
def sx_finite(x):
    return x if x - x == 0 else None`,
  String.raw`
def sx_exact(x):
    if isinstance(x, float):
        if not x.is_integer():
            return None
        x = int(x)
    return x if -9007199254740991 <= x <= 9007199254740991 else None`,
  String.raw`
def sx_is_number(v):
    return isinstance(v, (int, float)) and not isinstance(v, bool)`,
  String.raw`
def sx_is_text(v):
    return isinstance(v, (str, bytes, bytearray))`,
  String.raw`
def sx_number_text(x):
    if abs(x) <= 9007199254740991 and x == int(x):
        return str(int(x))
    mantissa, _, exponent = repr(abs(float(x))).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    if 0 < point <= 21:
        text = digits.ljust(point, "0")
        text = text[:point] + ("." + text[point:] if len(text) > point else "")
    elif -6 < point <= 0:
        text = "0." + "0" * -point + digits
    else:
        text = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
        text += "e%+d" % (point - 1)
    return "-" + text if x < 0 else text`,
  String.raw`
def sx_json_text(v, depth, length):
    if depth > SX_DEEPEST:
        raise OverflowError
    if isinstance(v, list):
        items = [sx_json_text(item, depth + 1, length) for item in v]
        text = "[" + ",".join(items) + "]"
    elif isinstance(v, dict):
        keys = sorted(v)
        items = [json.dumps(k, ensure_ascii=False) + ":" + sx_json_text(v[k], depth + 1, length) for k in keys]
        text = "{" + ",".join(items) + "}"
    else:
        text = "null" if v is None else sx_text(v)
        if sx_is_text(v):
            text = json.dumps(text, ensure_ascii=False)
        length[0] += len(text)
    length[0] += 1
    if length[0] > SX_MOST_TEXT:
        raise OverflowError
    return text`,
  String.raw`
def sx_text(v):
    if v is None or isinstance(v, str):
        return v
    if isinstance(v, (bytes, bytearray)):
        return bytes(v).decode("utf-8", "replace")
    if isinstance(v, bool):
        return "true" if v else "false"
    if sx_is_number(v):
        return sx_number_text(v)
    try:
        return sx_json_text(v, 0, [0])
    except OverflowError:
        return None`,
  String.raw`
def sx_bounded(text):
    if len(text) * 2 > SX_MOST_TEXT and len(text.encode("utf-16-le")) // 2 > SX_MOST_TEXT:
        return None
    return text`,
  String.raw`
def sx_equal(a, b, depth=0):
    if a is None or b is None:
        return a is b
    if sx_is_text(a) or sx_is_text(b):
        return sx_is_text(a) and sx_is_text(b) and sx_text(a) == sx_text(b)
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if sx_is_number(a) or sx_is_number(b):
        return sx_is_number(a) and sx_is_number(b) and a == b
    if depth > SX_DEEPEST:
        return False
    if isinstance(a, list) or isinstance(b, list):
        if not isinstance(a, list) or not isinstance(b, list) or len(a) != len(b):
            return False
        return all(sx_equal(x, y, depth + 1) for x, y in zip(a, b))
    return a.keys() == b.keys() and all(sx_equal(a[k], b[k], depth + 1) for k in a)`,
  String.raw`
def sx_different(a, b):
    return not sx_equal(a, b)`,
  String.raw`
def sx_ordered(a, b):
    if sx_is_number(a) and sx_is_number(b):
        return a, b
    if sx_is_text(a) and sx_is_text(b):
        return sx_text(a), sx_text(b)
    return None`,
  ...(
    [
      ['less', '<'],
      ['at_most', '<='],
      ['more', '>'],
      ['at_least', '>='],
    ] as const
  ).map(
    ([name, operator]) => `
def sx_${name}(a, b):
    pair = sx_ordered(a, b)
    return pair is not None and pair[0] ${operator} pair[1]`,
  ),
  String.raw`
def sx_member(of, key):
    return of.get(key) if isinstance(of, dict) else None`,
  String.raw`
def sx_index(of, at):
    if sx_is_text(at):
        return sx_member(of, sx_text(at))
    if not isinstance(of, list) or not sx_is_number(at) or at != int(at):
        return None
    at = int(at)
    return of[at] if -len(of) <= at < len(of) else None`,
  String.raw`
def sx_negate(v):
    return -v if sx_is_number(v) else None`,
  String.raw`
def sx_append(a, b):
    a, b = sx_text(a), sx_text(b)
    return None if a is None or b is None else sx_bounded(a + b)`,
  String.raw`
def sx_add(a, b):
    if sx_is_number(a) and sx_is_number(b):
        return sx_finite(float(a) + float(b))
    return sx_append(a, b) if sx_is_text(a) or sx_is_text(b) else None`,
  String.raw`
def sx_subtract(a, b):
    return sx_finite(float(a) - float(b)) if sx_is_number(a) and sx_is_number(b) else None`,
  String.raw`
def sx_multiply(a, b):
    return sx_finite(float(a) * float(b)) if sx_is_number(a) and sx_is_number(b) else None`,
  String.raw`
def sx_divide(a, b):
    return sx_finite(float(a) / float(b)) if sx_is_number(a) and sx_is_number(b) and b != 0 else None`,
  String.raw`
def sx_remainder(a, b):
    return math.fmod(a, b) if sx_is_number(a) and sx_is_number(b) and b != 0 else None`,
  String.raw`
def sx_add_whole(a, b):
    return sx_exact(a + b) if sx_is_number(a) and sx_is_number(b) else None`,
  String.raw`
def sx_subtract_whole(a, b):
    return sx_exact(a - b) if sx_is_number(a) and sx_is_number(b) else None`,
  String.raw`
def sx_multiply_whole(a, b):
    return sx_exact(a * b) if sx_is_number(a) and sx_is_number(b) else None`,
  String.raw`
def sx_remainder_whole(a, b):
    rest = sx_remainder(a, b)
    return None if rest is None else sx_exact(rest)`,
  String.raw`
def sx_quotient(a, b):
    rest = sx_remainder(a, b)
    return None if rest is None else sx_exact((a - rest) / b)`,
  String.raw`
def sx_map_text(v, change):
    text = sx_text(v)
    return None if text is None else change(text)`,
  String.raw`
def sx_lower(v):
    return sx_map_text(v, str.lower)`,
  String.raw`
def sx_upper(v):
    return sx_map_text(v, str.upper)`,
  String.raw`
SX_SPACE = " \t\n\x0b\x0c\r"`,
  String.raw`
def sx_trim(v):
    return sx_map_text(v, lambda text: text.strip(SX_SPACE))`,
  String.raw`
def sx_length(v):
    return len(v) if isinstance(v, list) else sx_map_text(v, len)`,
  String.raw`
def sx_substring(v, start, end=math.inf):
    text = sx_text(v)
    if text is None or not sx_is_number(start) or not sx_is_number(end):
        return None
    start = max(0, math.trunc(start))
    end = len(text) if end == math.inf else max(start, math.trunc(end))
    return text[start:end]`,
  String.raw`
def sx_contains(whole, part):
    if isinstance(whole, list):
        return any(sx_equal(item, part) for item in whole)
    whole, part = sx_text(whole), sx_text(part)
    return whole is not None and part is not None and part in whole`,
  String.raw`
def sx_starts_with(whole, part):
    whole, part = sx_text(whole), sx_text(part)
    return whole is not None and part is not None and whole.startswith(part)`,
  String.raw`
def sx_ends_with(whole, part):
    whole, part = sx_text(whole), sx_text(part)
    return whole is not None and part is not None and whole.endswith(part)`,
  String.raw`
def sx_concat(*values):
    return sx_bounded("".join(sx_text(v) or "" for v in values))`,
  String.raw`
def sx_join(items, separator):
    separator = sx_text(separator)
    if not isinstance(items, list) or separator is None:
        return None
    texts = [sx_text(item) or "" for item in items]
    length = sum(map(len, texts)) + len(separator) * max(0, len(texts) - 1)
    return None if length > SX_MOST_TEXT else sx_bounded(separator.join(texts))`,
  String.raw`
def sx_split(v, separator):
    text, separator = sx_text(v), sx_text(separator)
    if text is None or separator is None:
        return None
    return text.split(separator) if separator else list(text)`,
  String.raw`
def sx_words(v):
    return sx_map_text(v, lambda text: [w for w in re.split("[" + SX_SPACE + "]", text) if w])`,
  String.raw`
def sx_matches(v, pattern):
    text = sx_text(v)
    return text is not None and re.search(pattern, text[:SX_MOST_MATCHED]) is not None`,
  String.raw`
def sx_extract(v, pattern, group=1):
    text = sx_text(v)
    found = None if text is None else re.search(pattern, text[:SX_MOST_MATCHED])
    return found.group(group) if found else None`,
  String.raw`
def sx_replace(v, pattern, replacement, repeated=()):
    text, replacement = sx_text(v), sx_text(replacement)
    if text is None or replacement is None:
        return None
    length = [len(text)]

    def fill(found):
        def group(what):
            if what.group(1) == "$":
                return "$"
            index = int(what.group(1))
            return "" if index > found.re.groups or index in repeated else found.group(index) or ""

        filled = re.sub(r"\$([$0-9])", group, replacement)
        length[0] += len(filled) - len(found.group())
        if length[0] > SX_MOST_TEXT:
            raise OverflowError
        return filled

    # After an empty match re.sub looks at the same place again, which nobody else does.
    looked, finder = text[:SX_MOST_MATCHED], re.compile(pattern)
    pieces, copied, at = [], 0, 0
    try:
        while at <= len(looked):
            found = finder.search(looked, at)
            if found is None:
                break
            pieces += [looked[copied:found.start()], fill(found)]
            copied = found.end()
            at = found.end() if found.end() > found.start() else found.end() + 1
        return sx_bounded("".join(pieces) + looked[copied:] + text[SX_MOST_MATCHED:])
    except OverflowError:
        return None`,
  String.raw`
def sx_number(v):
    if isinstance(v, bool):
        return 1 if v else 0
    if sx_is_number(v):
        return sx_finite(v)
    if not sx_is_text(v):
        return None
    text = sx_text(v).strip(SX_SPACE)
    if not re.match(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\Z", text):
        return None
    return sx_finite(float(text))`,
  String.raw`
def sx_integer(v):
    number = sx_number(v)
    return None if number is None else sx_exact(math.trunc(number))`,
  String.raw`
def sx_string(v):
    return sx_text(v)`,
  String.raw`
def sx_round(v):
    if not sx_is_number(v):
        return None
    cut = math.trunc(v)
    return sx_exact(cut + (1 if v > 0 else -1) if abs(v - cut) >= 0.5 else cut)`,
  String.raw`
def sx_floor(v):
    return sx_exact(math.floor(v)) if sx_is_number(v) else None`,
  String.raw`
def sx_ceil(v):
    return sx_exact(math.ceil(v)) if sx_is_number(v) else None`,
  String.raw`
def sx_abs(v):
    return abs(v) if sx_is_number(v) else None`,
  String.raw`
def sx_min(*values):
    return min((v for v in values if sx_is_number(v)), default=None)`,
  String.raw`
def sx_max(*values):
    return max((v for v in values if sx_is_number(v)), default=None)`,
  String.raw`
def sx_coalesce(*values):
    return next((v for v in values if v is not None), None)`,
  String.raw`
def sx_json_integer(digits):
    return int(digits) if len(digits) <= 16 and abs(int(digits)) <= 9007199254740991 else sx_json_double(digits)`,
  String.raw`
def sx_json_double(digits):
    return sx_finite(float(digits))`,
  String.raw`
def sx_json_constant(name):
    raise ValueError(name)`,
  String.raw`
def sx_well_formed(v):
    if isinstance(v, str):
        return v.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(v, list):
        return [sx_well_formed(item) for item in v]
    return {k: sx_well_formed(item) for k, item in v.items()} if isinstance(v, dict) else v`,
  String.raw`
def sx_parse_json(text):
    try:
        value = json.loads(
            text, parse_int=sx_json_integer, parse_float=sx_json_double, parse_constant=sx_json_constant
        )
        return sx_well_formed(value) if re.search(r"\\u[dD][89a-fA-F]", text) else value
    except (ValueError, RecursionError):
        return None`,
  String.raw`
def sx_json_type(v, kind):
    if kind == "string":
        return v if isinstance(v, str) else None
    if kind == "boolean":
        return v if isinstance(v, bool) else None
    if not sx_is_number(v):
        return None
    return sx_exact(v) if kind == "integer" else v`,
  String.raw`
def sx_json(v, steps, kind=None):
    text = sx_text(v)
    if text is None:
        return None
    values, is_many = [sx_parse_json(text)], "*" in steps
    for step in steps:
        if step == "*":
            found = [item for value in values if isinstance(value, list) for item in value]
        elif isinstance(step, tuple):
            found = [sx_index(value, step[0]) for value in values]
        else:
            found = [sx_member(value, step[1:]) for value in values]
        values = [value for value in found if value is not None]
    if kind is not None:
        values = [value for value in (sx_json_type(v, kind) for v in values) if value is not None]
    return values if is_many else values[0] if values else None`,
  String.raw`
def sx_time(v):
    return sx_exact(v) if sx_is_number(v) else None`,
  String.raw`
SX_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")`,
  String.raw`
SX_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")`,
  String.raw`
SX_EPOCH = datetime.date(1970, 1, 1).toordinal()`,
  String.raw`
def sx_format_time(v, layout):
    if not sx_is_number(v) or v != int(v) or not -62135596800000 <= v <= 253402300799999:
        return None
    days, ms = divmod(int(v), 86400000)
    date = datetime.date.fromordinal(SX_EPOCH + days)
    return layout.format(
        yyyy="%04d" % date.year,
        MMM=SX_MONTHS[date.month - 1],
        MM="%02d" % date.month,
        dd="%02d" % date.day,
        DDD="%03d" % date.timetuple().tm_yday,
        EEE=SX_WEEKDAYS[date.weekday()],
        HH="%02d" % (ms // 3600000),
        mm="%02d" % (ms // 60000 % 60),
        ss="%02d" % (ms // 1000 % 60),
        SSS="%03d" % (ms % 1000),
        XXX="Z",
        Z="+0000",
    )`,
  String.raw`
def sx_offset(text):
    if text == "Z":
        return 0
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    if int(text[-2:]) > 59 or minutes > 18 * 60:
        return None
    return (-minutes if text[0] == "-" else minutes) * 60000`,
  String.raw`
def sx_parse_time(v, shape, fields):
    text = sx_text(v)
    found = None if text is None else re.search(shape, text)
    if not found:
        return None
    read = dict(zip(fields, found.groups()))
    month = int(read.get("MM", "1"))
    if "MMM" in read:
        name = read["MMM"].title()
        month = SX_MONTHS.index(name) + 1 if name in SX_MONTHS else 0
    hour, minute, second = int(read.get("HH", "0")), int(read.get("mm", "0")), int(read.get("ss", "0"))
    offset = sx_offset(read.get("XXX", read.get("Z", "Z")))
    if offset is None or hour > 23 or minute > 59 or second > 59:
        return None
    try:
        date = datetime.date(int(read.get("yyyy", "1970")), month, int(read.get("dd", "1")))
    except ValueError:
        return None
    seconds = (date.toordinal() - SX_EPOCH) * 86400 + hour * 3600 + minute * 60 + second
    return seconds * 1000 + int(read.get("SSS", "0")) - offset`,
];

const named: ReadonlyMap<string, string> = new Map(
  blocks.flatMap((block) =>
    [...block.matchAll(/^(?:def )?([Ss][Xx]_\w+)(?:\(| = )/gm)].map(
      ([, name]) => [name ?? '', block.trim()] as const,
    ),
  ),
);

/**
 * The definitions that printed expressions need, as the top of a Python file: imports, then functions in a stable order.
 * Give it the sources of all expressions of the file.
 */
export function pythonSupport(sources: readonly string[]): string {
  const needed = new Set<string>();
  const visit = (source: string): void => {
    for (const [name] of source.matchAll(/\b[Ss][Xx]_\w+/g)) {
      const block = named.get(name);
      if (block === undefined || needed.has(block)) continue;
      needed.add(block);
      visit(block);
    }
  };
  for (const source of sources) visit(source);
  const chosen = blocks.map((block) => block.trim()).filter((block) => needed.has(block));
  const all = chosen.join('\n\n\n');
  const imports = ['datetime', 'json', 'math', 're'].filter((name) => all.includes(`${name}.`));
  return [imports.map((name) => `import ${name}`).join('\n'), all]
    .filter((part) => part !== '')
    .join('\n\n\n');
}
