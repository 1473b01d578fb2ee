/** Dates on the wire, from milliseconds since 1970: the clock is handed in, so its arithmetic is here. */
import type { Millis } from '../../model/units.js';

const SECOND: Millis = 1000;
const DAY_SECONDS = 86_400;
/** From 1 March of the year 0 to 1 January 1970. */
const DAYS_BEFORE_1970 = 719_468;
const DAYS_IN_400_YEARS = 146_097;
const WEEKDAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Fri, 20 Nov 2026 10:15:34 GMT`; never earlier than asked. */
export function httpDate(wallTime: number): string {
  const { days, clock, year, month, day } = partsOf(wallTime);
  const weekday = WEEKDAYS[((days % 7) + 7) % 7] ?? '';
  return `${weekday}, ${two(day)} ${MONTHS[month - 1] ?? ''} ${four(year)} ${clock} GMT`;
}

/** `2026-11-20T10:15:34Z`, in whole seconds; never earlier than asked. */
export function rfc3339(wallTime: number): string {
  const { clock, year, month, day } = partsOf(wallTime);
  return `${four(year)}-${two(month)}-${two(day)}T${clock}Z`;
}

interface Parts {
  readonly days: number;
  readonly clock: string;
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function partsOf(wallTime: number): Parts {
  const seconds = Math.ceil(wallTime / SECOND);
  const days = Math.floor(seconds / DAY_SECONDS);
  const left = seconds - days * DAY_SECONDS;
  const clock = `${two(Math.floor(left / 3600))}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`;
  return { days, clock, ...dateOf(days) };
}

/** Howard Hinnant's `civil_from_days`: years begin in March, so that a leap day is a year's last. */
function dateOf(daysSince1970: number): { year: number; month: number; day: number } {
  const shifted = daysSince1970 + DAYS_BEFORE_1970;
  const era = Math.floor(shifted / DAYS_IN_400_YEARS);
  const dayOfEra = shifted - era * DAYS_IN_400_YEARS;
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}

const TWO = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'));

function two(value: number): string {
  return TWO[value] ?? '';
}

function four(value: number): string {
  return String(value).padStart(4, '0');
}
