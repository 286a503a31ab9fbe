//! What a type of the model looks like in one cell: its kind, how it is made of what was read, how it is written.
//!
//! One implementation for each type. References are in [`super::target`]; a value over several columns is
//! [`super::columns::Columns`]. Pitfall: an empty cell and a wrong one both give nothing; what is wrong was told when the row
//! was read.

use super::spec::{Kind, Need};
use super::target::Named;
use crate::cell::{Moment, Value, clock, weekdays_text};
use crate::number::fixed_text;
use iceroad_base::civil::{Date, MonthDay, TimeOfDay, Zone};
use iceroad_base::quantity::*;
use iceroad_model::Tables;
use iceroad_model::climate::StationRecordKind;
use iceroad_model::fleet::Drive;
use iceroad_model::goods::{Approval, ItemKind, Unit};
use iceroad_model::maintenance::{Place, Sharing};
use iceroad_model::mine::{DispatchPolicy, MaterialKind};
use iceroad_model::obligations::{Incoterm, PromiseKind};
use iceroad_model::pit::LoadingRule;
use iceroad_model::roads::{ClosureReason, RoadWeatherKind, TrafficRule, ZonePolicy};
use iceroad_model::shift::{BreakFor, BreakPlace, RefuelRule, ShiftChange};
use iceroad_model::site::SiteKind;
use iceroad_model::stores::ReviewPolicyKind;
use iceroad_model::trade::ActionKind;
use iceroad_model::transport::Mode;
use iceroad_model::worth::Payer;
use strum::{VariantArray, VariantNames};

/// A value that stands in one cell.
pub(crate) trait Cell: Sized {
    /// What such a cell holds, unless its column says otherwise.
    const KIND: Kind;
    /// Whether it may be empty, unless its column says otherwise.
    const NEED: Need = Need::Required;

    /// The value of what was read.
    fn of(value: Option<&Value>) -> Option<Self>;

    /// The cell's text.
    fn text(&self, kind: Kind, tables: &Tables) -> String;
}

/// The greatest mass a cell may hold: ten billion tonnes, more than any mine moves.
const MOST_MASS_KG: i64 = 10_000_000_000_000;
/// The greatest amount of money a cell may hold, in minor units.
const MOST_MONEY: i64 = 1_000_000_000_000_000;
/// The greatest count a cell may hold.
const MOST_COUNT: i64 = 1_000_000_000_000;
/// The greatest battery a cell may hold, kWh.
const MOST_KWH: i64 = 100_000;

const fn exact(what: &'static str, unit: &'static str, decimals: u32, max: i64) -> Kind {
    Kind::Fixed { what, unit, decimals, min: 0, max }
}

/// A volume in whole litres; other volumes are in cubic metres.
pub(super) const LITRES: Kind = exact("volume", "l", 0, MOST_MASS_KG);

/// `Type: kind, pattern => value, |value, kind| text`
macro_rules! cells {
    ($($type:ty: $kind:expr, $pattern:pat => $value:expr, |$self:ident, $of:pat_param| $text:expr;)*) => {
        $(impl Cell for $type {
            const KIND: Kind = $kind;

            fn of(value: Option<&Value>) -> Option<Self> {
                match value? {
                    $pattern => $value,
                    _ => None,
                }
            }

            fn text(&self, $of: Kind, _: &Tables) -> String {
                let $self = self;
                $text
            }
        })*
    };
}

cells! {
    String: Kind::Text, Value::Text(text) => Some(text.clone()), |text, _| text.clone();
    bool: Kind::YesNo, Value::YesNo(yes) => Some(*yes), |yes, _| if *yes { "yes" } else { "no" }.to_owned();
    Date: Kind::Date, Value::Date(date) => Some(*date), |date, _| date.to_string();
    Moment: Kind::Moment, Value::Moment(moment) => Some(*moment), |moment, _| match moment.time {
        Some(time) => format!("{} {}", moment.day, clock(time)),
        None => moment.day.to_string(),
    };
    MonthDay: Kind::MonthDay, Value::MonthDay(day) => Some(*day), |day, _| day.to_string();
    (i16, i8): Kind::Month, Value::Month(year, month) => Some((*year, *month)),
        |month, _| format!("{:04}-{:02}", month.0, month.1);
    TimeOfDay: Kind::Time, Value::Time(time) => Some(*time), |time, _| clock(*time);
    Zone: Kind::Zone, Value::Zone(zone) => Some(zone.clone()), |zone, _| zone.name().to_owned();
    [bool; 7]: Kind::Weekdays, Value::Weekdays(days) => Some(*days), |days, _| weekdays_text(*days);
    f64: Kind::Number { what: "number", unit: "", min: f64::MIN, max: f64::MAX },
        Value::Number(number) => Some(*number), |number, _| number.to_string();
    Mass: exact("mass", "t", 3, MOST_MASS_KG),
        Value::Whole(kg) => Some(Mass(*kg)), |mass, kind| fixed_text(mass.get(), kind.decimals());
    Volume: exact("volume", "m3", 3, MOST_MASS_KG),
        Value::Whole(litres) => Some(Volume(*litres)), |volume, kind| fixed_text(volume.get(), kind.decimals());
    Energy: exact("energy", "kwh", 0, MOST_KWH),
        Value::Whole(kwh) => Some(Energy(*kwh)), |energy, kind| fixed_text(energy.get(), kind.decimals());
    Money: exact("money", "", 2, MOST_MONEY),
        Value::Whole(minor) => Some(Money(*minor)), |money, kind| fixed_text(money.get(), kind.decimals());
    Quantity: exact("quantity", "", 0, MOST_COUNT),
        Value::Whole(units) => Some(Quantity(*units)), |units, kind| fixed_text(units.get(), kind.decimals());
}

/// Whole numbers; their columns say the range.
macro_rules! counts {
    ($($type:ty)*) => {
        cells! {
            $($type: exact("count", "", 0, <$type>::MAX as i64),
                Value::Whole(whole) => <$type>::try_from(*whole).ok(),
                |count, kind| fixed_text(i64::from(*count), kind.decimals());)*
        }
    };
}

counts!(u8 u16 u32 i16 i64);

/// Quantities with the unit and the range of their type.
macro_rules! quantities {
    ($($type:ty)*) => {
        cells! {
            $($type: Kind::Number {
                    what: <$type>::WHAT,
                    unit: <$type>::UNIT,
                    min: <$type>::MIN,
                    max: <$type>::MAX,
                },
                Value::Number(number) => <$type>::new(*number).ok(),
                |quantity, _| quantity.get().to_string();)*
        }
    };
}

quantities!(
    Bearing Celsius Coordinate Days DegreeDays Density Factor FuelFlow Grade GridCarbon Hours IceGrowth IceThickness
    Kilometres Latitude Longitude MeterHours Metres Power RollingResistance Seconds Share SpecificFuel Speed
    TonnesPerHour TyreRating Variation
);

/// One of a few words, which are the enum's own.
macro_rules! choices {
    ($($type:ty)*) => {
        cells! {
            $($type: Kind::Choice(<$type as VariantNames>::VARIANTS),
                Value::Choice(at) => <$type as VariantArray>::VARIANTS.get(*at).copied(),
                |word, _| <&'static str>::from(*word).to_owned();)*
        }
    };
}

choices!(
    ActionKind Approval BreakFor BreakPlace ClosureReason DispatchPolicy Drive Incoterm ItemKind LoadingRule
    MaterialKind Mode Payer Place PromiseKind RefuelRule ReviewPolicyKind RoadWeatherKind Sharing ShiftChange SiteKind
    StationRecordKind TrafficRule Unit ZonePolicy
);

/// None where the cell is empty, and also where it is wrong.
impl<T: Cell> Cell for Option<T> {
    const KIND: Kind = T::KIND;
    const NEED: Need = Need::Optional;

    fn of(value: Option<&Value>) -> Option<Self> {
        Some(T::of(value))
    }

    fn text(&self, kind: Kind, tables: &Tables) -> String {
        self.as_ref().map_or(String::new(), |value| value.text(kind, tables))
    }
}

/// Those that could be read.
impl Cell for Vec<String> {
    const KIND: Kind = Kind::TextList;
    const NEED: Need = Need::Optional;

    fn of(value: Option<&Value>) -> Option<Self> {
        match value {
            Some(Value::Texts(texts)) => Some(texts.clone()),
            _ => Some(Vec::new()),
        }
    }

    fn text(&self, _: Kind, _: &Tables) -> String {
        self.join(";")
    }
}

/// Those that could be read.
impl<I: Named> Cell for Vec<I> {
    const KIND: Kind = <I as Named>::KIND.list();
    const NEED: Need = Need::Optional;

    fn of(value: Option<&Value>) -> Option<Self> {
        match value {
            Some(Value::Rows(rows)) => Some(rows.iter().map(|row| I::from_index(*row as usize)).collect()),
            _ => Some(Vec::new()),
        }
    }

    fn text(&self, _: Kind, tables: &Tables) -> String {
        let names = self.iter().map(|id| id.name(tables)).filter(|name| !name.is_empty());
        names.collect::<Vec<_>>().join(";")
    }
}
