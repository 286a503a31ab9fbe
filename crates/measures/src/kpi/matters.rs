//! Which measures a planner looks at first: what a summary shows that has room for ten.

/// So many measures a summary shows.
pub const FEW: usize = 10;

/// Beginnings of keys by weight, and how many measures of each are shown. The first ten that a scenario has are taken. [assumed: in the
/// order in which a mine is asked about them]
const WEIGHTY: [(&str, usize); 18] = [
    ("plan.met", 1),
    ("plan_share.", 2),
    ("tonnes.", 2),
    ("availability.trucks", 1),
    ("utilisation.trucks", 1),
    ("otif", 1),
    ("shortage.person_days", 1),
    ("use.mine", 1),
    ("margin.total", 1),
    ("cost.total", 1),
    ("wait.part.trucks", 1),
    ("fill_rate.parts", 1),
    ("use.per_tonne", 1),
    ("availability.loaders", 1),
    ("mdt.trucks", 1),
    ("failures.trucks", 1),
    ("fuel.total", 1),
    ("emergencies.parts", 1),
];

/// Which of the measures with these keys matter most, in the order of their weight; at most [`FEW`].
pub fn that_matter(keys: &[&str]) -> Vec<usize> {
    let mut found = Vec::new();
    for (start, most) in WEIGHTY {
        let of_it = (0..keys.len()).filter(|&at| keys[at].starts_with(start));
        found.extend(of_it.take(most));
    }
    found.truncate(FEW);
    found
}

/// All of them in the order in which they are told: those that matter most first, the others as they are; each once, where `says` tells
/// that one says what another one does.
pub fn told_once(keys: &[&str], says: impl Fn(usize, usize) -> bool) -> Vec<usize> {
    let first = that_matter(keys);
    let others = (0..keys.len()).filter(|at| !first.contains(at));
    let mut told: Vec<usize> = Vec::new();
    for at in first.iter().copied().chain(others) {
        if !told.iter().any(|&other| says(other, at)) {
            told.push(at);
        }
    }
    told
}

/// Whether a measure says what another one says: the same quantity of a group, with the same numbers, where one model is the whole
/// fleet or one material all there is.
pub fn is_repeated(keys: (&str, &str), numbers: (&[f64], &[f64])) -> bool {
    let quantity = |key: &str| key.split('.').next().map(str::to_owned);
    quantity(keys.0) == quantity(keys.1) && keys.0 != keys.1 && numbers.0 == numbers.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weightiest_come_first_and_no_more_than_fit() {
        let keys = ["fuel.total", "tonnes.ore", "tonnes.waste", "tonnes.total", "use.mine", "plan.met"];
        let found: Vec<&str> = that_matter(&keys).into_iter().map(|at| keys[at]).collect();
        assert_eq!(found, ["plan.met", "tonnes.ore", "tonnes.waste", "use.mine", "fuel.total"]);
        let many: Vec<&str> = WEIGHTY.iter().map(|(key, _)| *key).collect();
        assert_eq!(that_matter(&many).len(), FEW);
    }

    #[test]
    fn of_two_that_say_the_same_the_weightier_is_told() {
        let keys = ["use.total", "use.mine", "tonnes.ore"];
        let is_use = |at: usize| keys[at].starts_with("use.");
        let told = told_once(&keys, |one, other| is_use(one) && is_use(other));
        assert_eq!(told.into_iter().map(|at| keys[at]).collect::<Vec<_>>(), ["tonnes.ore", "use.mine"]);
    }

    #[test]
    fn one_model_that_is_the_whole_fleet_says_nothing_new() {
        let keys = ("fuel.trucks", "fuel.BELAZ 75581");
        assert!(is_repeated(keys, (&[1.0, 2.0], &[1.0, 2.0])));
        assert!(!is_repeated(keys, (&[1.0, 2.0], &[1.0, 2.5])));
        assert!(!is_repeated(("fuel.trucks", "co2.trucks"), (&[1.0], &[1.0])));
    }
}
