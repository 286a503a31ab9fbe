//! Every catalogue has the same keys with the same placeholders, and no fault; numbers choose their plural forms.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use iceroad_words::{Language, say, speaking};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The messages of a language: the room and key of each, and its words.
fn messages(language: Language) -> BTreeMap<(&'static str, &'static str), Pattern<&'static str>> {
    let mut all = BTreeMap::new();
    for (room, words) in language.rooms() {
        let resource = parser::parse(*words).unwrap_or_else(|(_, faults)| {
            panic!("{room} in {} has faults: {faults:?}", language.code());
        });
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let known = all.insert((*room, message.id.name), message.value.unwrap());
            assert!(known.is_none(), "{} is twice in {room} in {}", message.id.name, language.code());
        }
    }
    all
}

/// The placeholders of every key.
fn placeholders(language: Language) -> BTreeMap<(&'static str, &'static str), BTreeSet<String>> {
    let of_message = |pattern: &Pattern<&str>| {
        let mut names = BTreeSet::new();
        of_pattern(pattern, &mut names);
        names
    };
    messages(language).iter().map(|(key, words)| (*key, of_message(words))).collect()
}

fn of_pattern(pattern: &Pattern<&str>, names: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            of_expression(expression, names);
        }
    }
}

fn of_expression(expression: &Expression<&str>, names: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => of_inline(inline, names),
        Expression::Select { selector, variants } => {
            of_inline(selector, names);
            variants.iter().for_each(|variant| of_pattern(&variant.value, names));
        }
    }
}

fn of_inline(inline: &InlineExpression<&str>, names: &mut BTreeSet<String>) {
    if let InlineExpression::VariableReference { id } = inline {
        names.insert(id.name.to_owned());
    }
}

#[test]
fn every_language_has_the_same_keys_with_the_same_placeholders() {
    let english = placeholders(Language::English);
    assert!(english.len() > 900, "the catalogue is read");
    let names: BTreeSet<&str> = english.keys().map(|(_, key)| *key).collect();
    assert_eq!(names.len(), english.len(), "a key is in two rooms");
    for language in Language::ALL {
        let other = placeholders(language);
        let keys = |all: &BTreeMap<(&'static str, &'static str), BTreeSet<String>>| {
            all.keys().copied().collect::<BTreeSet<_>>()
        };
        assert_eq!(keys(&other), keys(&english), "{}", language.code());
        for (key, names) in &english {
            assert_eq!(&other[key], names, "{key:?} in {}", language.code());
        }
    }
}

#[test]
fn every_file_of_words_is_read() {
    for language in Language::ALL {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(language.code());
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        let read: BTreeSet<String> = language.rooms().iter().map(|(room, _)| format!("{room}.ftl")).collect();
        assert_eq!(files, read, "{}", language.code());
    }
}

#[test]
fn russian_words_are_russian() {
    let of_both = [
        "P10", "P50", "P90", "RUN", "--out", "tables/", "UN ", "CO₂", "GMG", "iceroad", "ISO", "EN ", "HS",
        "km", "TKPH",
    ];
    for ((_, key), words) in messages(Language::Russian) {
        for element in &words.elements {
            let PatternElement::TextElement { value } = element else { continue };
            let is_word = value.chars().filter(char::is_ascii_alphabetic).count() > 3;
            let has_russian = value
                .chars()
                .any(|letter| ('а'..='я').contains(&letter.to_ascii_lowercase()) || letter >= 'А');
            assert!(
                !is_word || has_russian || of_both.iter().any(|word| value.contains(word)),
                "{key}: {value}"
            );
        }
    }
}

#[test]
fn a_number_chooses_its_form_and_is_parted() {
    let years = |n: usize| speaking(Language::Russian, || say!("count-year", n = n));
    assert_eq!(
        [1, 2, 5, 11, 21, 22, 114].map(years),
        ["1 год", "2 года", "5 лет", "11 лет", "21 год", "22 года", "114 лет"]
    );
    assert_eq!(say!("count-year", n = 1_usize), "1 year");
    assert_eq!(years(12_345), "12\u{202f}345 лет");
    assert_eq!(say!("count-year", n = 12_345_usize), "12\u{2009}345 years");
}

#[test]
fn the_language_comes_back_and_what_no_catalogue_has_stays_as_it_is() {
    let inner = speaking(Language::Russian, || speaking(Language::English, || say!("mode-river")));
    assert_eq!((inner.as_str(), say!("mode-river").as_str()), ("river", "river"));
    assert_eq!(speaking(Language::Russian, || say!("mode-river")), "река");
    assert_eq!(say!("a name of the scenario"), "a name of the scenario");
}
