//! The words of the program in each language: who makes a sentence names it by a key and hands over what it is about, and it comes in the
//! language that is spoken.
//!
//! The words are in one folder per language, `en` and `ru`, with the same rooms in each, in the format of
//! [Project Fluent](https://projectfluent.org): a key by meaning, placeholders, and plural forms where a number asks for them. They are compiled
//! in. Another language is another folder, and a word in [`Language`].
//!
//! English is spoken unless [`speaking`] says otherwise, for as long as it runs and on its thread alone: what other programs read never
//! changes with it.
//!
//! Pitfall: a text that was made before [`speaking`] began stays as it is. Numbers and dates follow the language in `iceroad-measures`, which
//! is where they are shown.
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use std::borrow::Cow;
use std::cell::Cell;
use unic_langid::LanguageIdentifier;

/// A language of the program.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Russian.
    Russian,
}

impl Language {
    /// Every language.
    pub const ALL: [Language; 2] = [Language::English, Language::Russian];

    /// Its code, as web pages and the command line have it.
    pub const fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Russian => "ru",
        }
    }

    fn identifier(self) -> LanguageIdentifier {
        self.code().parse().unwrap_or_default()
    }
}

macro_rules! rooms {
    ($($room:literal),* $(,)?) => {
        impl Language {
            /// Its words: each room's name and file.
            pub const fn rooms(self) -> &'static [(&'static str, &'static str)] {
                match self {
                    Language::English => &[$(($room, include_str!(concat!("en/", $room, ".ftl")))),*],
                    Language::Russian => &[$(($room, include_str!(concat!("ru/", $room, ".ftl")))),*],
                }
            }
        }
    };
}

rooms!("console", "field", "findings", "measures", "numbers", "page", "pit", "supply");

type Bundle = FluentBundle<FluentResource>;

thread_local! {
    static SPOKEN: Cell<Language> = const { Cell::new(Language::English) };
    static BUNDLES: [Bundle; 2] = Language::ALL.map(bundle);
}

/// The catalogue as it is looked up. Faults of a catalogue are found by the tests.
fn bundle(language: Language) -> Bundle {
    let mut bundle = FluentBundle::new(vec![language.identifier()]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(number) => Some(grouped(number)),
        _ => None,
    }));
    for (_, words) in language.rooms() {
        let resource = FluentResource::try_new((*words).to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// A number with its thousands parted by a thin space.
fn grouped(number: &FluentNumber) -> String {
    let text = number.as_string().into_owned();
    let (digits, rest) = text.split_once('.').map_or((text.as_str(), ""), |(digits, rest)| (digits, rest));
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(parting());
        }
        out.push(digit);
    }
    if rest.is_empty() { out } else { format!("{out}{}{rest}", mark()) }
}

/// What parts thousands: a thin space; in Russian one that no line breaks at.
pub fn parting() -> char {
    match spoken() {
        Language::English => '\u{2009}',
        Language::Russian => '\u{202f}',
    }
}

/// The decimal mark.
pub fn mark() -> char {
    match spoken() {
        Language::English => '.',
        Language::Russian => ',',
    }
}

/// The language that is spoken here and now.
pub fn spoken() -> Language {
    SPOKEN.get()
}

/// Does something with another language spoken.
pub fn speaking<T>(language: Language, what: impl FnOnce() -> T) -> T {
    struct Back(Language);
    impl Drop for Back {
        fn drop(&mut self) {
            SPOKEN.set(self.0);
        }
    }
    let _back = Back(SPOKEN.replace(language));
    what()
}

/// What a placeholder can be filled with. A number chooses the plural form; a text stands as it is.
pub trait Said {
    /// For the catalogue.
    fn said(&self) -> FluentValue<'_>;
}

impl Said for str {
    fn said(&self) -> FluentValue<'_> {
        FluentValue::String(Cow::Borrowed(self))
    }
}

impl Said for String {
    fn said(&self) -> FluentValue<'_> {
        self.as_str().said()
    }
}

impl<T: Said + ?Sized> Said for &T {
    fn said(&self) -> FluentValue<'_> {
        (**self).said()
    }
}

macro_rules! numbers {
    ($($number:ty),*) => { $(impl Said for $number {
        fn said(&self) -> FluentValue<'_> {
            FluentValue::from(*self)
        }
    })* };
}

numbers!(u8, u16, u32, u64, usize, i8, i16, i32, i64, f64);

/// The sentence of a key in the language that is spoken, its placeholders filled; the key itself where no catalogue has it.
pub fn filled(key: &str, args: &[(&'static str, FluentValue<'_>)]) -> String {
    let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.clone())).collect();
    let of = |language: Language| {
        BUNDLES.with(|bundles| {
            let bundle = &bundles[language as usize];
            let pattern = bundle.get_message(key)?.value()?;
            Some(bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
        })
    };
    of(spoken()).or_else(|| of(Language::English)).unwrap_or_else(|| key.to_owned())
}

/// The sentence of a key: `say!("months-short", n = 3, name = title)`.
#[macro_export]
macro_rules! say {
    ($key:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::filled($key, &[$((stringify!($name), $crate::Said::said(&$value))),*])
    };
}
