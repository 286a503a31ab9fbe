//! What the flow plan is made from: plain numbers, hours and tonnes, with rows that point at each other by position.
use crate::FlowError;

/// Trucks that are alike: the same times, loads and roads.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct TruckClass {
    /// How many there are, or on average are at work.
    pub trucks: f64,
    /// What an hour of one costs in the objective, t; waiting costs nothing. A little of it makes a plan choose the
    /// shorter of ways that move the same; with 0 the objective is tonnes and the plan's value is the bound.
    pub hour_cost_t: f64,
}

/// A loader, or several that are alike at one face.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Loader {
    /// How many are at work; a share where it is a loader's average over time.
    pub at_work: f64,
}

/// Bounds of the mean grade of what comes to a dump, in whatever unit [`Haul::grade`] has.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Blend {
    /// The least.
    pub least: Option<f64>,
    /// The most.
    pub most: Option<f64>,
    /// What may be lacking below the least, grade times t/h: 0 where it is kept.
    pub below: f64,
    /// What may be in excess of the most, grade times t/h.
    pub above: f64,
}

/// A grade, from the least to the most that it can be: of a stockpile nobody knows it in advance.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Grade {
    /// The least; what is held against the most of a blend.
    pub least: f64,
    /// The most; what is held against the least of a blend.
    pub most: f64,
}

impl Grade {
    /// A grade that is known.
    pub fn known(grade: f64) -> Grade {
        Grade { least: grade, most: grade }
    }
}

/// A dump, crusher or stockpile.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Dump {
    /// Trucks that may dump at once.
    pub places: f64,
    /// What a crusher passes on, t/h; none: whatever comes.
    pub most_t_per_h: Option<f64>,
    /// The blend that is wanted here.
    pub blend: Option<Blend>,
}

/// A loaded way: one truck class, from one loader at one face to one dump.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Haul {
    /// Position in [`Network::classes`].
    pub class: usize,
    /// Position in [`Network::loaders`].
    pub loader: usize,
    /// The face it digs, below [`Network::faces`]; a loader may dig several.
    pub face: usize,
    /// Position in [`Network::dumps`].
    pub dump: usize,
    /// Mean load, t.
    pub tonnes: f64,
    /// Mean time of the truck at the loader, without waiting, h.
    pub load_h: f64,
    /// Mean time that the load takes of the loader, h: with two trucks spotting at once less than `load_h`.
    pub loader_h: f64,
    /// Mean driving time loaded, h.
    pub travel_h: f64,
    /// Mean time at a place of the dump, h.
    pub dump_h: f64,
    /// Grade of what is dug; none: it counts in no blend.
    pub grade: Option<Grade>,
    /// Worth of a tonne beside others in what is maximised, less 1: 0 counts tonnes as they are.
    pub extra_weight: f64,
}

impl Haul {
    /// The truck's time from the loader to an empty body, without waiting, h.
    pub fn truck_h(&self) -> f64 {
        self.load_h + self.travel_h + self.dump_h
    }

    /// What a load counts in the objective, t.
    pub fn worth(&self) -> f64 {
        self.tonnes * (1.0 + self.extra_weight)
    }
}

/// An empty way: one truck class, from one dump to one face.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Return {
    /// Position in [`Network::classes`].
    pub class: usize,
    /// Position in [`Network::dumps`].
    pub dump: usize,
    /// The face, below [`Network::faces`].
    pub face: usize,
    /// Mean driving time empty, h.
    pub travel_h: f64,
}

/// A plan to be kept: at least so much of some hauls together, as of one material.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Minimum {
    /// Positions in [`Network::hauls`].
    pub hauls: Vec<usize>,
    /// The least, t/h.
    pub t_per_h: f64,
}

/// A mine's haulage in numbers.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Network {
    /// Truck classes.
    pub classes: Vec<TruckClass>,
    /// Loaders.
    pub loaders: Vec<Loader>,
    /// How many faces there are.
    pub faces: usize,
    /// Dumps.
    pub dumps: Vec<Dump>,
    /// Every loaded way that may be used.
    pub hauls: Vec<Haul>,
    /// Every empty way that may be used.
    pub returns: Vec<Return>,
    /// Plans to be kept.
    pub minima: Vec<Minimum>,
    /// A production plan: the same multiple of each of these, as large as can be, comes before any other tonne. It may pass
    /// 1: flows know no waiting, and what is cut to the plan beforehand falls short of it in the pit. Where nothing can be
    /// hauled of one of them the multiple is 0, and the rest is planned for tonnes alone.
    pub planned: Vec<Minimum>,
}

impl Network {
    /// Whether every number is finite and not negative, every haul takes time of truck and loader, and every position
    /// names a row.
    ///
    /// # Errors
    /// [`FlowError::Input`] with the first that is not so.
    pub fn check(&self) -> Result<(), FlowError> {
        for (row, class) in self.classes.iter().enumerate() {
            quantity("trucks", row, class.trucks)?;
            quantity("cost of a truck hour", row, class.hour_cost_t)?;
        }
        for (row, loader) in self.loaders.iter().enumerate() {
            quantity("loaders at work", row, loader.at_work)?;
        }
        for (row, dump) in self.dumps.iter().enumerate() {
            quantity("places", row, dump.places)?;
            quantity("crusher rate", row, dump.most_t_per_h.unwrap_or(0.0))?;
            let blend = dump.blend.unwrap_or_default();
            quantity("what a blend may lack", row, blend.below)?;
            quantity("what a blend may exceed", row, blend.above)?;
            for bound in [blend.least, blend.most].into_iter().flatten() {
                number("blend", row, bound, bound.is_finite())?;
            }
        }
        for (row, haul) in self.hauls.iter().enumerate() {
            self.check_haul(row, haul)?;
        }
        for (row, back) in self.returns.iter().enumerate() {
            quantity("empty travel", row, back.travel_h)?;
            self.check_ends("return", row, back.class, back.face, back.dump)?;
        }
        for (row, minimum) in self.minima.iter().chain(&self.planned).enumerate() {
            quantity("minimum", row, minimum.t_per_h)?;
            for &haul in &minimum.hauls {
                position("minimum's haul", row, haul, self.hauls.len())?;
            }
        }
        Ok(())
    }

    fn check_haul(&self, row: usize, haul: &Haul) -> Result<(), FlowError> {
        quantity("tonnes of a load", row, haul.tonnes)?;
        quantity("truck's time at the loader", row, haul.load_h)?;
        number("loader's time", row, haul.loader_h, haul.loader_h.is_finite() && haul.loader_h > 0.0)?;
        quantity("loaded travel", row, haul.travel_h)?;
        quantity("dumping time", row, haul.dump_h)?;
        if let Some(grade) = haul.grade {
            number("grade", row, grade.least, grade.least.is_finite())?;
            number("grade", row, grade.most, grade.most.is_finite() && grade.most >= grade.least)?;
        }
        number("weight", row, haul.extra_weight, haul.extra_weight.is_finite() && haul.extra_weight >= -1.0)?;
        position("haul", row, haul.loader, self.loaders.len())?;
        self.check_ends("haul", row, haul.class, haul.face, haul.dump)
    }

    fn check_ends(
        &self,
        what: &'static str,
        row: usize,
        class: usize,
        face: usize,
        dump: usize,
    ) -> Result<(), FlowError> {
        position(what, row, class, self.classes.len())?;
        position(what, row, face, self.faces)?;
        position(what, row, dump, self.dumps.len())
    }
}

fn quantity(what: &'static str, row: usize, value: f64) -> Result<(), FlowError> {
    number(what, row, value, value.is_finite() && value >= 0.0)
}

fn number(what: &'static str, row: usize, value: f64, fits: bool) -> Result<(), FlowError> {
    if fits { Ok(()) } else { Err(FlowError::Input { what, row, value }) }
}

fn position(what: &'static str, row: usize, at: usize, len: usize) -> Result<(), FlowError> {
    number(what, row, at as f64, at < len)
}
