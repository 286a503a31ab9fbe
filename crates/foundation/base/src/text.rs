//! Text that people wrote and other programs show: what cannot be seen in it, and what they would take for something else.
use std::borrow::Cow;

/// Whether a letter cannot be seen and may change what is shown beside it: control characters, and those that turn the
/// direction of writing (Bidi_Control of Unicode Standard Annex 9).
///
/// ```
/// use iceroad_base::text::is_unseen;
/// assert!(is_unseen('\u{202e}') && is_unseen('\u{7}'));
/// assert!(!is_unseen('é') && !is_unseen('א'));
/// ```
pub fn is_unseen(letter: char) -> bool {
    let turns = matches!(
        letter,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    letter.is_control() || turns
}

/// The text of a CSV cell as a spreadsheet shows it and does not work it out: with an apostrophe before what begins like a
/// formula.
///
/// ```
/// use iceroad_base::text::for_spreadsheet;
/// assert_eq!(for_spreadsheet("=1+1"), "'=1+1");
/// assert_eq!(for_spreadsheet("PC-8000"), "PC-8000");
/// ```
pub fn for_spreadsheet(text: &str) -> Cow<'_, str> {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => Cow::Owned(format!("'{text}")),
        _ => Cow::Borrowed(text),
    }
}
