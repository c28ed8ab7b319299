// Numbers, times and amounts as people write them, in the way of the reader's own language.

const language = navigator.language || "en";

const plain = (digits) => new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** A name of the scenario file, as people read it. */
export const name = (text) => text.replaceAll("_", " ");

/** A number with so many decimals. */
export const number = (value, digits = 0) => (value === null || value === undefined ? "–" : plain(digits).format(value));

/** A share of 1 in per cent. */
export const percent = (value, digits = 1) =>
  value === null || value === undefined ? "–" : `${plain(digits).format(100 * value)} %`;

/** An amount, without its cents. */
export const money = (value, currency) => (value === null || value === undefined ? "–" : `${plain(0).format(value)} ${currency}`);

const compact = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 2 });

/** A large number in few letters: 482 k. */
export const short = (value) => compact.format(value);

/** Seconds as a length of time. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) return "–";
  const sign = seconds < 0 ? "−" : "";
  const whole = Math.abs(seconds);
  if (whole < 120) return `${sign}${plain(whole < 10 && whole % 1 !== 0 ? 1 : 0).format(whole)} s`;
  if (whole < 7200) {
    const minutes = Math.floor(whole / 60);
    const rest = Math.round(whole - 60 * minutes);
    return rest === 0 ? `${sign}${minutes} min` : `${sign}${minutes} min ${rest} s`;
  }
  const hours = Math.floor(whole / 3600);
  const rest = Math.round((whole - 3600 * hours) / 60);
  return rest === 0 ? `${sign}${hours} h` : `${sign}${hours} h ${rest} min`;
}

/** A value of a kind. */
export function value(kind, of, currency) {
  switch (kind) {
    case "share": return percent(of);
    case "seconds": return duration(of);
    case "money": return money(of, currency);
    case "hours": return `${number(of)} h`;
    default: return number(of, Math.abs(of) < 10 && of % 1 !== 0 ? 1 : 0);
  }
}

/** A difference with its sign, in the form of a kind. */
export function signed(kind, of, currency) {
  const size = Math.abs(of);
  const told = kind === "share" ? `${number(100 * size, 1)} points` : value(kind, size, currency);
  return `${of < 0 ? "−" : "+"}${told}`;
}

/** An estimate with its half-width, in the form of a kind. */
export function estimate(kind, of, currency) {
  if (!of || of.mean === null) return "–";
  const mean = value(kind, of.mean, currency);
  if (!of.half_width) return mean;
  const width = kind === "share" ? number(100 * of.half_width, 1) : value(kind, of.half_width, currency);
  return `${mean} ± ${width}`;
}

/** A moment of the calendar, `2026-11-23T09:00`, as a day and a clock time. */
export function moment(text) {
  const [date, clock] = text.split("T");
  return { date, clock: clock ? clock.slice(0, 5) : "" };
}

const weekday = new Intl.DateTimeFormat(language, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });

/** A date as a weekday with its day and month. */
export const day = (date) => weekday.format(new Date(`${date}T00:00:00Z`));

const monthAndYear = new Intl.DateTimeFormat(language, { month: "short", year: "2-digit", timeZone: "UTC" });
const dayAndMonth = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", timeZone: "UTC" });

/** A period of a plan: a month, `2027-03`, or the week that begins on a date. */
export const period = (text) => (text.length > 7 ? dayAndMonth.format(new Date(`${text}T00:00:00Z`)) : monthAndYear.format(new Date(`${text}-01T00:00:00Z`)));

const when = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });

/** A moment in UTC, as the reader's clock shows it. */
export const clock = (text) => (text ? when.format(new Date(text)) : "–");

/** A number of bytes. */
export const bytes = (count) => (count < 1e4 ? `${number(count)} B` : count < 1e6 ? `${number(count / 1e3)} kB` : `${number(count / 1e6, 1)} MB`);
