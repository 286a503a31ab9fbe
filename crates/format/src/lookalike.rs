//! Names that look alike and are not the same: Cyrillic letters among Latin ones, `O` for `0`, marks that nobody sees.
//!
//! Two names look alike where their skeletons are one (Unicode Technical Standard 39, section 4).

use unicode_script::UnicodeScript;

/// What every name that looks like this one has in common with it.
pub(crate) fn skeleton(name: &str) -> String {
    unicode_security::skeleton(name).collect()
}

/// The longest name that is compared with others, in bytes: nobody mistakes a longer one, and comparing takes its time.
pub(crate) const LONGEST: usize = 120;

/// Whether two names are not the same and look as if they were.
pub(crate) fn alike(a: &str, b: &str) -> bool {
    a != b && a.len().max(b.len()) <= LONGEST && skeleton(a) == skeleton(b)
}

/// The first letter in which one name differs from another that it looks like, in words.
pub(crate) fn difference(written: &str, meant: &str) -> String {
    let mut pairs = written.chars().zip(meant.chars().map(Some).chain(std::iter::repeat(None))).enumerate();
    let first = pairs.find(|(_, (is, should))| Some(*is) != *should);
    let Some((at, (is, should))) = first else {
        let count = written.chars().count();
        let more = meant.chars().nth(count).map(told).unwrap_or_default();
        return format!("letter {} of the other is {more}", count + 1);
    };
    let same_length = written.chars().count() == meant.chars().count();
    match should.filter(|_| same_length) {
        Some(should) => format!("letter {} is {}, not {}", at + 1, told(is), told(should)),
        None => format!("letter {} is {}", at + 1, told(is)),
    }
}

/// A letter with its script and number; of those that show nothing, the number.
fn told(letter: char) -> String {
    let number = format!("U+{:04X}", letter as u32);
    let shows = !letter.is_whitespace() && !letter.is_control() && !skeleton(&letter.to_string()).is_empty();
    match letter.script().full_name() {
        _ if !shows => format!("{number}, which nobody sees"),
        "Common" | "Inherited" => format!("`{letter}` ({number})"),
        script => format!("{script} `{letter}` ({number})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twins_are_told_by_their_first_strange_letter() {
        assert!(
            alike("T1", "Т1") && alike("ЕХ200", "EX200") && alike("T1\u{200b}", "T1") && alike("D10", "D1O")
        );
        assert!(!alike("T1", "T1") && !alike("T1", "T2") && !alike("belaz", "komatsu") && !alike("T1", "t1"));
        assert_eq!(difference("Т1", "T1"), "letter 1 is Cyrillic `Т` (U+0422), not Latin `T` (U+0054)");
        assert_eq!(difference("D1O", "D10"), "letter 3 is Latin `O` (U+004F), not `0` (U+0030)");
        assert_eq!(difference("T\u{200b}1", "T1"), "letter 2 is U+200B, which nobody sees");
        assert_eq!(difference("T1", "T1\u{200b}"), "letter 3 of the other is U+200B, which nobody sees");
        assert_eq!(difference("T1", "T\u{200b}1"), "letter 2 is `1` (U+0031)");
    }
}
