//! Number formats of cells. A spreadsheet program writes thousands and decimals as its own user does, whatever the file says; what the
//! file decides is the order of dates, the language of their names, and where the currency stands.
//!
//! How a country does that is known to [`Locale`] alone: the forms here are read off what it makes of a known date and amount.

use crate::report::locale::Locale;
use jiff::civil::{Date, date};

/// Forms of cells, in the language of number formats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Formats {
    /// A date with its weekday: `[$-407]ddd dd.mm.yyyy`.
    pub day: String,
    /// The same without the year, for heads of columns.
    pub short_day: String,
    /// `[$-407]mmm yyyy`.
    pub month: String,
    /// An amount with its currency and cents: `#,##0.00" EUR"`.
    pub money: String,
    /// The same without cents.
    pub round_money: String,
}

impl Formats {
    /// Of a program that writes English, and no currency with amounts.
    pub(super) fn plain() -> Self {
        Self::of(&Locale::default(), "")
    }

    /// Those of a locale, with amounts in a currency.
    pub(super) fn of(locale: &Locale, currency: &str) -> Self {
        let house = locale.tag() == Locale::default().tag();
        let language = language(locale.tag()).map_or_else(String::new, |number| format!("[$-{number:X}]"));
        let (whole, short) = if house {
            ("d mmm yyyy".to_owned(), "dd mmm".to_owned())
        } else {
            let whole = dated(&locale.date_in_digits(PROBE));
            let short = without_year(&whole);
            (whole, short)
        };
        Self {
            day: format!("{language}ddd {whole}"),
            short_day: format!("{language}ddd {short}"),
            month: format!("{language}mmm yyyy"),
            money: money(locale, currency, "#,##0.00"),
            round_money: money(locale, currency, "#,##0"),
        }
    }
}

/// Languages by the numbers that names of days and months are asked for by (Microsoft, *Windows Language Code Identifier Reference*):
/// those of the country that the language is named after, since the names are the same in the others. For a language that is not here,
/// names are those of the program that shows them.
const LANGUAGES: [(&str, u32); 40] = [
    ("ar", 0x401),
    ("bg", 0x402),
    ("ca", 0x403),
    ("zh", 0x804),
    ("cs", 0x405),
    ("da", 0x406),
    ("de", 0x407),
    ("el", 0x408),
    ("en", 0x409),
    ("es", 0xC0A),
    ("fi", 0x40B),
    ("fr", 0x40C),
    ("he", 0x40D),
    ("hu", 0x40E),
    ("is", 0x40F),
    ("it", 0x410),
    ("ja", 0x411),
    ("ko", 0x412),
    ("nl", 0x413),
    ("nb", 0x414),
    ("no", 0x414),
    ("nn", 0x814),
    ("pl", 0x415),
    ("pt", 0x816),
    ("ro", 0x418),
    ("ru", 0x419),
    ("hr", 0x41A),
    ("sk", 0x41B),
    ("sv", 0x41D),
    ("th", 0x41E),
    ("tr", 0x41F),
    ("id", 0x421),
    ("uk", 0x422),
    ("sl", 0x424),
    ("et", 0x425),
    ("lv", 0x426),
    ("lt", 0x427),
    ("vi", 0x42A),
    ("hi", 0x439),
    ("ms", 0x43E),
];

/// The number of the language of a tag.
fn language(tag: &str) -> Option<u32> {
    let name = tag.split('-').next()?;
    LANGUAGES.iter().find(|(known, _)| *known == name).map(|&(_, number)| number)
}

/// A date whose day, month and year have no figure in common: 9 February 2031.
const PROBE: Date = date(2031, 2, 9);

/// The form of the [`PROBE`] as it is written; that of the standard ISO 8601 where it is not written in such figures.
fn dated(written: &str) -> String {
    let mut form = String::new();
    let mut figures = String::new();
    let mut parts = 0;
    for letter in written.chars().chain(['\0']) {
        if letter.is_ascii_digit() {
            figures.push(letter);
            continue;
        }
        if !figures.is_empty() {
            form.push_str(match figures.as_str() {
                "9" => "d",
                "09" => "dd",
                "2" => "m",
                "02" => "mm",
                "31" | "2031" => "yyyy",
                _ => return ISO.to_owned(),
            });
            parts += 1;
            figures.clear();
        }
        match letter {
            '.' | '-' | ' ' => form.push(letter),
            // A slash by itself stands for whatever the program puts between dates.
            '/' | ',' => form.extend(['\\', letter]),
            // Marks that turn the direction of a text have no place in a number.
            '\0' | '\u{200e}' | '\u{200f}' | '\u{61c}' => {}
            '\u{a0}' | '\u{202f}' => form.push(' '),
            other => form.push_str(&quoted(&other.to_string())),
        }
    }
    if parts == 3 { form } else { ISO.to_owned() }
}

/// ISO 8601.
const ISO: &str = "yyyy-mm-dd";

/// A form of dates without the year, and without what stood between the year and the rest: `dd.mm.`, `m/d`, `mm-dd`.
fn without_year(form: &str) -> String {
    let (before, after) = form.split_once("yyyy").unwrap_or((form, ""));
    let is_part = |letter: char| matches!(letter, 'd' | 'm');
    if before.contains(is_part) {
        // The dot of an ordinal stays.
        before.trim_end_matches(|letter: char| !is_part(letter) && letter != '.').to_owned()
    } else {
        after.trim_start_matches(|letter: char| !is_part(letter)).to_owned()
    }
}

/// The form of an amount, with the currency where the locale puts it.
fn money(locale: &Locale, currency: &str, amount: &str) -> String {
    // A form has at most 255 characters.
    let currency: &str = &currency.chars().take(20).collect::<String>();
    if locale.has_currency_first(currency) {
        format!("{}{amount}", quoted(&format!("{currency} ")))
    } else if currency.is_empty() {
        amount.to_owned()
    } else {
        format!("{amount}{}", quoted(&format!(" {currency}")))
    }
}

/// A text within a form; a quotation mark has no place in one.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "”"))
}

/// A date as a workbook counts days: 1 is the first of January 1900, and 1900 is taken for a leap year.
pub(super) fn serial(date: Date) -> f64 {
    let begin = jiff::civil::date(1899, 12, 30);
    f64::from(begin.until(date).map_or(0, |span| span.get_days()))
}

/// A clock time in minutes as a part of a day.
pub(super) fn time(minute: u32) -> f64 {
    f64::from(minute) / 1440.0
}

/// A duration in seconds as a workbook counts: in days.
pub(super) fn days(seconds: f64) -> f64 {
    seconds / 86_400.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(tag: &str) -> Formats {
        Formats::of(&Locale::named(tag).unwrap(), "EUR")
    }

    #[test]
    fn dates_stand_in_the_order_of_the_country() {
        assert_eq!(of("de-DE").day, "[$-407]ddd dd.mm.yyyy");
        assert_eq!(of("de-DE").short_day, "[$-407]ddd dd.mm.");
        assert_eq!(
            (of("en-US").day, of("en-US").short_day),
            (r"[$-409]ddd m\/d\/yyyy".into(), r"[$-409]ddd m\/d".into())
        );
        assert_eq!(of("en-GB").day, r"[$-409]ddd dd\/mm\/yyyy");
        assert_eq!(of("sv-SE").short_day, "[$-41D]ddd mm-dd");
        assert_eq!(of("en").short_day, "[$-409]ddd dd mmm");
        assert_eq!(dated("٠٩/٠٢/٢٠٣١"), ISO);
        assert_eq!(dated("2031年2月9日"), "yyyy\"年\"m\"月\"d\"日\"");
    }

    #[test]
    fn the_currency_stands_where_the_country_puts_it_and_cannot_leave_its_quotation_marks() {
        assert_eq!(of("de-DE").money, "#,##0.00\" EUR\"");
        assert_eq!(of("en-US").money, "\"EUR \"#,##0.00");
        assert_eq!(Formats::of(&Locale::default(), "a\"b").money, "#,##0.00\" a”b\"");
        assert_eq!(Formats::plain().money, "#,##0.00");
    }

    #[test]
    fn days_are_counted_as_workbooks_do() {
        assert_eq!(serial(date(2026, 11, 27)), 46_353.0);
        assert_eq!((time(720), days(43_200.0)), (0.5, 0.5));
    }
}
