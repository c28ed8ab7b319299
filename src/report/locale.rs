//! Numbers, shares, amounts and dates as a country writes them: `1.234,5` and `27.11.2026` in Germany, `1,234.5` and `Nov 27, 2026` in the
//! United States. Words stay English; only what is counted and dated changes.
//!
//! How each country writes is not our knowledge: it is the Common Locale Data Repository (CLDR) of the Unicode Consortium, built into the
//! program by ICU4X. The house's own way, [`Locale::default`] or `en`, is what all reports print where no locale is named. A locale is
//! named by an option, never by the environment, so that the same command gives the same bytes on each machine.

use super::format::NONE;
use icu_calendar::{Date as IcuDate, Gregorian};
use icu_datetime::fieldsets::{M, MD, MDE, YM, YMD, YMDE};
use icu_datetime::{DateTimeFormatterLoadError, FixedCalendarDateTimeFormatter};
use icu_decimal::input::Decimal;
use icu_decimal::{DecimalFormatter, options::DecimalFormatterOptions};
use icu_experimental::dimension::currency::formatter::CurrencyFormatter;
use icu_experimental::dimension::currency::options::CurrencyFormatterOptions;
use icu_experimental::dimension::percent::formatter::PercentFormatter;
use icu_experimental::dimension::percent::options::PercentFormatterOptions;
use icu_locale::{Locale as Tag, LocaleCanonicalizer};
use jiff::civil::Date;
use std::fmt::{Debug, Display, Formatter};
use std::str::FromStr;

/// How numbers and dates are written.
pub struct Locale {
    /// Its tag, as in `de-DE`.
    tag: String,
    /// What CLDR says of it; `None` for the house's own way.
    written: Option<Box<Written>>,
}

/// The formatters of a locale of CLDR.
struct Written {
    tag: Tag,
    numbers: DecimalFormatter,
    percent: PercentFormatter<DecimalFormatter>,
    date: Dates<YMD>,
    date_in_digits: Dates<YMD>,
    date_with_weekday: Dates<YMDE>,
    day: Dates<MDE>,
    day_of_month: Dates<MD>,
    month: Dates<YM>,
    month_of_year: Dates<M>,
}

type Dates<Fields> = FixedCalendarDateTimeFormatter<Gregorian, Fields>;

/// Sheets of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// 210 mm × 297 mm.
    A4,
    /// 8.5 in × 11 in.
    Letter,
}

/// Countries that print on letter paper (CLDR, supplemental data `measurementData`, paper size `US-Letter`).
const LETTER: [&str; 14] = ["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"];

/// A tag of which nothing is known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no locale \"{tag}\": name a language and a country, such as {nearest}")]
pub struct UnknownLocale {
    /// What was asked for.
    pub tag: String,
    /// A known one that looks like it.
    pub nearest: &'static str,
}

/// Tags to propose to those who misspell one; far more are known.
const PROPOSED: [&str; 62] = [
    "ar-EG", "bg-BG", "ca-ES", "cs-CZ", "da-DK", "de-AT", "de-CH", "de-DE", "el-GR", "en", "en-AU", "en-CA", "en-GB",
    "en-IE", "en-IN", "en-NZ", "en-SG", "en-US", "en-ZA", "es-AR", "es-CL", "es-CO", "es-ES", "es-MX", "et-EE",
    "fi-FI", "fil-PH", "fr-BE", "fr-CA", "fr-CH", "fr-FR", "he-IL", "hi-IN", "hr-HR", "hu-HU", "id-ID", "it-CH",
    "it-IT", "ja-JP", "ko-KR", "lt-LT", "lv-LV", "ms-MY", "nb-NO", "nl-BE", "nl-NL", "pl-PL", "pt-BR", "pt-PT",
    "ro-RO", "ru-RU", "sk-SK", "sl-SI", "sr-RS", "sv-SE", "th-TH", "tr-TR", "uk-UA", "vi-VN", "zh-CN", "zh-HK",
    "zh-TW",
];

impl Default for Locale {
    /// The house's own way: `1,234.5`, `82.7 %`, `1,234 EUR`, `27 Nov 2026`.
    fn default() -> Self {
        Self { tag: "en".to_owned(), written: None }
    }
}

impl Locale {
    /// That of a tag such as `de-DE`, `de` or `de_DE`; `None` where nothing is known of its language.
    ///
    /// `en` is the house's own way. A country that is unknown with its language is written as the language is.
    pub fn named(tag: &str) -> Option<Self> {
        let mut parsed: Tag = tag.replace('_', "-").parse().ok()?;
        LocaleCanonicalizer::new_extended().canonicalize(&mut parsed);
        let name = parsed.to_string();
        if name == "en" {
            return Some(Self::default());
        }
        // What CLDR does not know is written as its root is: years, and months by number.
        let month = |tag: &Tag| {
            Some(Dates::try_new(tag.into(), YM::medium()).ok()?.format(&gregorian(2026, 11, 7)?).to_string())
        };
        if month(&parsed)? == month(&Tag::UNKNOWN)? {
            return None;
        }
        Some(Self { tag: name, written: Some(Box::new(Written::of(parsed).ok()?)) })
    }

    /// The tag in its usual spelling.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The paper that is usual there; A4 where no country is named.
    pub fn paper(&self) -> Paper {
        let country = self.tag.split('-').skip(1).find(|part| part.len() == 2);
        if country.is_some_and(|country| LETTER.contains(&country)) { Paper::Letter } else { Paper::A4 }
    }

    /// A number with so many decimals: `1,234.50`. What is no number is a dash.
    pub fn number(&self, value: f64, decimals: usize) -> String {
        let Some(rounded) = rounded(value, decimals) else { return NONE.to_owned() };
        match &self.written {
            None => house_number(&rounded),
            Some(written) => written.numbers.format(&decimal_of(&rounded)).to_string(),
        }
    }

    /// A share of 1 as a percentage with so many decimals: `82.7 %`.
    pub fn percent(&self, share: f64, decimals: usize) -> String {
        let Some(rounded) = rounded(100.0 * share, decimals) else { return NONE.to_owned() };
        match &self.written {
            None => format!("{} %", house_number(&rounded)),
            Some(written) => written.percent.format(&decimal_of(&rounded)).to_string(),
        }
    }

    /// An amount without cents, with the code of its currency where the country puts it: `1,234 EUR`.
    pub fn money(&self, value: f64, currency: &str) -> String {
        self.amount(value, 0, currency)
    }

    /// An amount with so many decimals: `12.50 EUR`.
    pub fn amount(&self, value: f64, decimals: usize, currency: &str) -> String {
        let Some(rounded) = rounded(value, decimals) else { return NONE.to_owned() };
        match &self.written {
            None => format!("{} {currency}", house_number(&rounded)),
            Some(written) => written.amount(&rounded, currency),
        }
    }

    /// Whether the code of the currency stands before the number.
    pub fn has_currency_first(&self, currency: &str) -> bool {
        self.written.as_ref().is_some_and(|written| written.around(currency, false).0.contains(currency))
    }

    /// A date: `27 Nov 2026`.
    pub fn date(&self, date: Date) -> String {
        self.dated(date, "%-d %b %Y", |written, date| written.date.format(date).to_string())
    }

    /// A date in digits alone: `27/11/2026`.
    pub fn date_in_digits(&self, date: Date) -> String {
        self.dated(date, "%Y-%m-%d", |written, date| written.date_in_digits.format(date).to_string())
    }

    /// A date with its weekday: `Fri 27 Nov 2026`.
    pub fn date_with_weekday(&self, date: Date) -> String {
        self.dated(date, "%a %-d %b %Y", |written, date| written.date_with_weekday.format(date).to_string())
    }

    /// A date of a known year with its weekday: `Fri 27 Nov`.
    pub fn day(&self, date: Date) -> String {
        self.dated(date, "%a %-d %b", |written, date| written.day.format(date).to_string())
    }

    /// A date of a known year: `27 Nov`.
    pub fn day_of_month(&self, date: Date) -> String {
        self.dated(date, "%-d %b", |written, date| written.day_of_month.format(date).to_string())
    }

    /// The month of a date: `Nov 2026`.
    pub fn month(&self, date: Date) -> String {
        self.dated(date, "%b %Y", |written, date| written.month.format(date).to_string())
    }

    /// The month of a date of a known year: `Nov`.
    pub fn month_of_year(&self, date: Date) -> String {
        self.dated(date, "%b", |written, date| written.month_of_year.format(date).to_string())
    }

    fn dated(&self, date: Date, house: &str, of: impl Fn(&Written, &IcuDate<Gregorian>) -> String) -> String {
        let known = gregorian(date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs());
        match (&self.written, known) {
            (Some(written), Some(date)) => of(written, &date),
            _ => date.strftime(house).to_string(),
        }
    }
}

impl Written {
    fn of(tag: Tag) -> Result<Self, DateTimeFormatterLoadError> {
        Ok(Self {
            numbers: DecimalFormatter::try_new((&tag).into(), DecimalFormatterOptions::default())
                .map_err(DateTimeFormatterLoadError::Data)?,
            percent: PercentFormatter::try_new((&tag).into(), PercentFormatterOptions::default())
                .map_err(DateTimeFormatterLoadError::Data)?,
            date: Dates::try_new((&tag).into(), YMD::medium())?,
            date_in_digits: Dates::try_new((&tag).into(), YMD::short())?,
            date_with_weekday: Dates::try_new((&tag).into(), YMDE::medium())?,
            day: Dates::try_new((&tag).into(), MDE::medium())?,
            day_of_month: Dates::try_new((&tag).into(), MD::medium())?,
            month: Dates::try_new((&tag).into(), YM::medium())?,
            month_of_year: Dates::try_new((&tag).into(), M::medium())?,
            tag,
        })
    }

    fn amount(&self, rounded: &str, currency: &str) -> String {
        let (before, after) = self.around(currency, rounded.starts_with('-'));
        let number = self.numbers.format(&decimal_of(rounded.trim_start_matches('-'))).to_string();
        format!("{before}{number}{after}")
    }

    /// What stands before and after the digits of an amount. ICU4X gives each currency its own cents; reports round to what is known, so
    /// only what is around the digits is taken from it.
    fn around(&self, currency: &str, is_negative: bool) -> (String, String) {
        let one = Decimal::from(if is_negative { -1 } else { 1 });
        let code = currency.parse().ok().and_then(|code| {
            let formatter =
                CurrencyFormatter::try_new_code((&self.tag).into(), code, CurrencyFormatterOptions::default()).ok()?;
            Some(formatter.format_fixed_decimal(&one).to_string())
        });
        let around = code.as_ref().and_then(|text| {
            let first = text.find(char::is_numeric)?;
            let (last, digit) = text.char_indices().rfind(|(_, letter)| letter.is_numeric())?;
            Some((text[..first].to_owned(), text[last + digit.len_utf8()..].to_owned()))
        });
        // A currency without an ISO code stands behind, as in the house's own way.
        around.unwrap_or_else(|| {
            let sign = if is_negative { "−" } else { "" };
            (sign.to_owned(), format!("\u{a0}{currency}"))
        })
    }
}

impl FromStr for Locale {
    type Err = UnknownLocale;

    fn from_str(tag: &str) -> Result<Self, UnknownLocale> {
        Self::named(tag).ok_or_else(|| {
            let like =
                |known: &&str| strsim::jaro_winkler(&known.to_lowercase(), &tag.to_lowercase().replace('_', "-"));
            let nearest = PROPOSED.into_iter().max_by(|one, other| like(one).total_cmp(&like(other))).unwrap_or("en");
            UnknownLocale { tag: tag.to_owned(), nearest }
        })
    }
}

impl Clone for Locale {
    fn clone(&self) -> Self {
        Self::named(&self.tag).unwrap_or_default()
    }
}

impl Debug for Locale {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Locale({})", self.tag)
    }
}

impl Display for Locale {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.tag)
    }
}

/// The digits of a number, with a sign unless they are all zero; `None` for what is no number.
fn rounded(value: f64, decimals: usize) -> Option<String> {
    let plain = format!("{:.decimals$}", value.abs());
    let is_zero = plain.bytes().all(|letter| matches!(letter, b'0' | b'.'));
    let sign = if value < 0.0 && !is_zero { "-" } else { "" };
    value.is_finite().then(|| format!("{sign}{plain}"))
}

/// Digits with commas between thousands and a true minus.
fn house_number(rounded: &str) -> String {
    let (sign, plain) = rounded.strip_prefix('-').map_or(("", rounded), |plain| ("−", plain));
    let (whole, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let mut grouped = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + rest
}

fn decimal_of(rounded: &str) -> Decimal {
    rounded.parse().unwrap_or_default()
}

fn gregorian(year: i32, month: u8, day: u8) -> Option<IcuDate<Gregorian>> {
    IcuDate::try_new_gregorian(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn named(tag: &str) -> Locale {
        Locale::named(tag).unwrap()
    }

    /// All spaces that hold together as one, and those between words as they are.
    fn bare(text: &str) -> String {
        text.replace(['\u{a0}', '\u{202f}'], "_")
    }

    #[test]
    fn without_a_locale_all_is_as_reports_print_it() {
        let house = Locale::default();
        let numbers = [0.0, -0.2, 999.0, -1000.0, 1_234_567.4].map(|value| house.number(value, 0));
        assert_eq!(numbers, ["0", "0", "999", "−1,000", "1,234,567"]);
        assert_eq!([house.money(12_345.6, "EUR"), house.percent(0.827, 1)], ["12,346 EUR", "82.7 %"]);
        let day = date(2026, 11, 7);
        assert_eq!([house.date(day), house.date_with_weekday(day)], ["7 Nov 2026", "Sat 7 Nov 2026"]);
        assert_eq!([house.day(day), house.day_of_month(day), house.month(day)], ["Sat 7 Nov", "7 Nov", "Nov 2026"]);
        assert_eq!(named("en").number(1234.5, 1), "1,234.5");
    }

    #[test]
    fn a_german_and_an_american_read_what_they_are_used_to() {
        let (german, american) = (named("de-DE"), named("en-US"));
        assert_eq!(german.number(-1_234_567.891, 2), "-1.234.567,89");
        assert_eq!(bare(&german.percent(0.827, 1)), "82,7_%");
        assert_eq!(bare(&german.money(12_345.6, "EUR")), "12.346_EUR");
        assert_eq!(bare(&american.money(-12_345.6, "USD")), "-USD_12,346");
        assert_eq!(american.percent(0.827, 1), "82.7%");
        let day = date(2026, 11, 7);
        assert_eq!([german.date(day), american.date(day)], ["07.11.2026", "Nov 7, 2026"]);
        assert_eq!([german.date_in_digits(day), american.date_in_digits(day)], ["07.11.26", "11/7/26"]);
        assert_eq!([german.month(day), american.month(day)], ["11/2026", "Nov 2026"]);
        assert_eq!([german.day(day), american.day(day)], ["Sa., 7. Nov.", "Sat, Nov 7"]);
    }

    #[test]
    fn thousands_and_signs_stand_where_the_country_puts_them() {
        assert_eq!(bare(&named("fr-FR").number(1234.5, 1)), "1_234,5");
        assert_eq!(named("de-CH").number(1234.5, 1), "1'234.5");
        assert_eq!(named("hi-IN").number(1_234_567.0, 0), "12,34,567");
        assert_eq!(named("es-ES").number(1234.0, 0), "1234", "four digits stay together in Spain");
        assert_eq!(named("tr-TR").percent(0.8, 0), "%80");
        assert!(named("en-US").has_currency_first("EUR") && !named("de-DE").has_currency_first("EUR"));
    }

    #[test]
    fn what_is_no_number_and_what_is_no_currency_are_still_told() {
        for tag in ["en", "de-DE"] {
            assert_eq!([named(tag).number(f64::NAN, 1), named(tag).money(f64::INFINITY, "EUR")], ["–", "–"]);
            assert_eq!(bare(&named(tag).money(5.0, "Taler")).replace(' ', "_"), "5_Taler");
            assert_eq!(named(tag).number(-0.004, 2).len(), 4, "nothing has no sign");
        }
    }

    #[test]
    fn tags_are_read_as_people_write_them_and_what_is_unknown_has_a_neighbour() {
        assert_eq!([named("de_DE").tag(), named("DE-de").tag(), named("en-UK").tag()], ["de-DE", "de-DE", "en-GB"]);
        for unknown in ["xx", "germany", "", "../x"] {
            assert_eq!(unknown.parse::<Locale>().unwrap_err().tag, unknown);
        }
        let message = "dee-DE".parse::<Locale>().unwrap_err().to_string();
        assert_eq!(message, "there is no locale \"dee-DE\": name a language and a country, such as de-DE");
        for tag in PROPOSED {
            let locale = named(tag);
            assert_eq!(locale.tag(), tag);
            let day = date(2026, 11, 27);
            let written = [
                Locale::date,
                Locale::date_in_digits,
                Locale::date_with_weekday,
                Locale::day,
                Locale::day_of_month,
                Locale::month,
            ];
            for write in written {
                assert!(!write(&locale, day).is_empty(), "{tag}");
            }
        }
    }

    #[test]
    fn paper_is_that_of_the_country() {
        use Paper::{A4, Letter};
        let papers = ["en", "de-DE", "en-US", "fr-CA", "es-MX", "zh-Hant-TW"].map(|tag| named(tag).paper());
        assert_eq!(papers, [A4, A4, Letter, Letter, Letter, A4]);
    }
}
