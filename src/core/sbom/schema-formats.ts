/** The formats that CycloneDX's schemas ask for; of a URI reference nothing is asked: valid examples break RFC 3987. */
export const formats = {
  'date-time': isDateTime,
  email: isEmail,
  'idn-email': isEmail,
  date: isDate,
  // A JSF algorithm is one of a list, or a URI: `RS256` must not be both.
  uri: (text: string) => /^[a-z][a-z0-9+.-]*:./i.test(text),
  'iri-reference': () => true,
} as const;

const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|[+-](\d{2}):(\d{2}))$/;
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** RFC 3339, section 5.6; a leap second ends a minute. */
function isDateTime(text: string): boolean {
  const parts = DATE_TIME.exec(text);
  if (parts === null) return false;
  const [, , , , hour = 0, minute = 0, second = 0, zoneHour = 0, zoneMinute = 0] = parts.map(Number);
  // A part that is not there is NaN, and not too large.
  const time = hour <= 23 && minute <= 59 && second <= 60 && !(zoneHour > 23) && !(zoneMinute > 59);
  return time && isDate(text.slice(0, 10));
}

function isDate(text: string): boolean {
  const [, year = 0, month = 0, day = 0] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []).map(Number);
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && !leap ? 28 : (DAYS[month - 1] ?? 0);
  return day >= 1 && day <= days;
}

/** One `@` between a name and a host: enough to tell an address from a name. */
function isEmail(text: string): boolean {
  return text.length <= 320 && /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)*$/.test(text);
}
