//! The nearest known name to one that is not known.

use crate::lookalike::{self, LONGEST};

/// The candidate that looks like it, else the one fewest edits away, the first where several are; none where even that is more
/// than a third of the name.
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if wanted.is_empty() || wanted.len() > LONGEST {
        return None;
    }
    let folded = wanted.to_lowercase();
    let most = (folded.chars().count() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate.len() > LONGEST {
            continue;
        }
        let folded_candidate = candidate.to_lowercase();
        let is_of_a_kind = folded.bytes().any(|byte| byte.is_ascii_digit());
        if folded.len() > 3 && is_of_a_kind && folded_candidate.starts_with(&folded) {
            // The rest of a long name was left out, as in `830E` for `830E-5`.
            return Some(candidate);
        }
        if !numbers_agree(wanted, candidate) {
            continue;
        }
        let edits = strsim::osa_distance(&folded, &folded_candidate);
        let may_look_alike = edits <= most || wanted.is_ascii() != candidate.is_ascii();
        if may_look_alike && lookalike::alike(wanted, candidate) {
            return Some(candidate);
        }
        if edits <= most && best.is_none_or(|(fewest, _)| edits < fewest) {
            best = Some((edits, candidate));
        }
    }
    best.map(|(_, name)| name)
}

/// Whether the digits of two names may be one number but for a slip, which a long one may have: `PC5500` is another machine than
/// `PC2000`, and `T2` than `T1`; `75851` may be `75581`.
fn numbers_agree(a: &str, b: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (a, b) = (digits(a), digits(b));
    a == b || strsim::osa_distance(&a, &b) <= a.len().min(b.len()) / 4
}

/// `did you mean …?` where something is near what was written, and by which letter it differs where both look alike; else what
/// to do.
pub fn did_you_mean(written: &str, near: Option<&str>, otherwise: &str) -> String {
    match near {
        Some(name) if lookalike::alike(written, name) => {
            format!("did you mean `{name}`? {}", lookalike::difference(written, name))
        }
        Some(name) => format!("did you mean `{name}`?"),
        None => otherwise.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_whatever_its_case_and_a_far_one_is_not() {
        let names = ["belaz", "komatsu", "caterpillar"];
        assert_eq!(nearest("BELAS", names), Some("belaz"));
        assert_eq!(nearest("komastu", names), Some("komatsu"));
        assert_eq!(nearest("liebherr", names), None);
        assert_eq!(nearest("", names), None);
        // Another number is another machine, unless it is a slip in a long one.
        assert_eq!(nearest("PC5500", ["PC2000"]), None);
        assert_eq!(nearest("T3", ["T1", "T2"]), None);
        assert_eq!(nearest("BELAZ 75851", ["BELAZ 75581", "BELAZ 75131"]), Some("BELAZ 75581"));
        assert_eq!(nearest("komatsu-830e", ["KOMATSU-730E", "KOMATSU-830E-5"]), Some("KOMATSU-830E-5"));
        // One edit from either; the first of Cyrillic letters, as the one it looks like is not.
        assert_eq!(nearest("Т1", ["T2", "T1"]), Some("T1"));
        assert_eq!(nearest("ТОВАР", ["TOBAP"]), Some("TOBAP"));
    }
}
