//! What maintenance systems call the columns of a failure log and what happened: usual names, by which they are recognised.
//!
//! Names are those of SAP PM's lists of notifications and orders, Maximo's work orders, Pronto's and of spreadsheets, in English, German and
//! Russian, compared without capitals and marks. Of several columns that may be meant the one whose name comes first here is taken.

use super::units::{is_distance, without_unit};
use crate::foreign::flat;
use crate::format::TableSpec;
use iceroad_lifedata::log::Event;

/// The columns of a failure log by the names that others have for them, the surest first.
const COLUMNS: &[(&str, &[&str])] = &[
    (
        "machine",
        &[
            "machine",
            "machine_id",
            "unit",
            "unit_id",
            "unit_no",
            "equipment",
            "equipment_id",
            "equipment_no",
            "equipment_number",
            "equip",
            "equip_no",
            "truck",
            "truck_id",
            "asset",
            "asset_id",
            "assetnum",
            "asset_num",
            "asset_number",
            "fleet_no",
            "fleet_number",
            "vehicle",
            "plant_no",
            "plant_number",
            "plant_item",
            "technical_object",
            "functional_location",
            "functional_loc",
            "serial_number",
            "location",
            "maschine",
            "technisches_objekt",
            "technischer_platz",
            "гаражный_номер",
            "гаражный",
            "бортовой_номер",
            "борт",
            "машина",
            "единица_оборудования",
            "оборудование",
            "техника",
        ],
    ),
    (
        "model",
        &[
            "model",
            "machine_model",
            "equipment_model",
            "model_number",
            "make_model",
            "equipment_type",
            "asset_type",
            "object_type",
            "machine_type",
            "typ",
            "modell",
            "модель",
            "марка",
            "тип_техники",
        ],
    ),
    (
        "subsystem",
        &[
            "subsystem",
            "sub_system",
            "system",
            "component",
            "component_description",
            "component_code",
            "comp_code",
            "assembly",
            "object_part",
            "object_part_code_text",
            "object_part_text",
            "failure_class",
            "failureclass",
            "smcs",
            "smcs_code",
            "baugruppe",
            "objektteil",
            "узел",
            "система",
            "агрегат",
            "подсистема",
        ],
    ),
    (
        "cause",
        &[
            "cause",
            "cause_text",
            "cause_code_text",
            "cause_code",
            "failure_cause",
            "failure_mode",
            "mode",
            "failure_code",
            "failurecode",
            "problem_code",
            "problemcode",
            "damage_code_text",
            "damage",
            "reason",
            "ursache",
            "schadensbild",
            "причина",
            "причина_отказа",
        ],
    ),
    (
        "event",
        &[
            "event",
            "event_type",
            "kind",
            "notification_type",
            "notif_type",
            "notifictn_type",
            "order_type",
            "work_type",
            "worktype",
            "work_order_type",
            "wo_type",
            "maintenance_type",
            "maint_type",
            "maintenance_activity_type",
            "activity_type",
            "maintactivtype",
            "job_type",
            "ereignis",
            "meldungsart",
            "auftragsart",
            "событие",
            "вид_работ",
            "вид_ремонта",
            "вид_события",
        ],
    ),
    (
        "time",
        &[
            "date_time",
            "datetime",
            "timestamp",
            "malfunct_start",
            "malfunction_start",
            "malfunction_start_date",
            "start_of_malfunction",
            "malfunctn_start",
            "breakdown_date",
            "breakdown_start",
            "failure_date",
            "date_of_failure",
            "down_date",
            "date_down",
            "actual_start",
            "actstart",
            "actual_start_date",
            "reported_date",
            "report_date",
            "reportdate",
            "notification_date",
            "notif_date",
            "notifictn_date",
            "raised_date",
            "date_raised",
            "wo_date",
            "start_date",
            "basic_start_date",
            "event_date",
            "date",
            "day",
            "start",
            "time",
            "created_on",
            "störungsbeginn",
            "stoerungsbeginn",
            "beginn",
            "datum",
            "дата_отказа",
            "дата_и_время",
            "начало",
            "дата_начала",
            "дата",
        ],
    ),
    (
        "clock",
        &[
            "clock",
            "time_of_day",
            "malfunct_start_time",
            "malfunction_start_time",
            "start_malfn_t",
            "notification_time",
            "failure_time",
            "start_time",
            "time",
            "uhrzeit",
            "время",
            "время_начала",
        ],
    ),
    (
        "meter_h",
        &[
            "meter",
            "hour_meter",
            "hourmeter",
            "smu",
            "smr",
            "smh",
            "hmr",
            "service_meter",
            "service_meter_hours",
            "service_meter_reading",
            "meter_reading",
            "meterreading",
            "counter_reading",
            "machine_hours",
            "engine_hours",
            "operating_hours",
            "cumulative_hours",
            "cum",
            "cum_time",
            "total_hours",
            "hours_total",
            "age",
            "reading",
            "hours",
            "betriebsstunden",
            "zählerstand",
            "моточасы",
            "мото_часы",
            "счетчик",
            "счётчик",
            "наработка",
        ],
    ),
    (
        "gap_h",
        &[
            "gap",
            "hours_since_last",
            "time_between_failures",
            "tbf",
            "ttf",
            "time_to_failure",
            "interval",
            "наработка_на_отказ",
        ],
    ),
    (
        "part_h",
        &[
            "part",
            "part_hours",
            "component_hours",
            "component_life",
            "hours_on_component",
            "hours_on_part",
            "life",
            "life_hours",
            "наработка_узла",
        ],
    ),
    (
        "down_h",
        &[
            "down",
            "downtime",
            "down_time",
            "downtime_hours",
            "down_hours",
            "breakdown_duration",
            "breakdown_dur",
            "duration",
            "stillstand",
            "ausfallzeit",
            "ausfalldauer",
            "простой",
            "время_простоя",
        ],
    ),
    (
        "repair_h",
        &[
            "repair",
            "repair_time",
            "repair_hours",
            "ttr",
            "time_to_repair",
            "wrench_time",
            "reparaturzeit",
            "время_ремонта",
            "продолжительность_ремонта",
        ],
    ),
    (
        "temperature_c",
        &["temperature", "temp", "ambient", "ambient_temperature", "temperatur", "температура"],
    ),
];

/// Which of our columns a name of others may be, and how sure that is, 0 the surest.
fn meanings(name: &str, spec: &TableSpec) -> Vec<(usize, usize)> {
    let flat = flat(name);
    let mut all = Vec::new();
    for (ours, theirs) in COLUMNS {
        let Some(at) = spec.column_at(ours) else { continue };
        if flat == *ours {
            all.push((at, 0));
            continue;
        }
        // A meter that counts kilometres is the meter where there is none of hours.
        let of_distance = |name: &str| (*ours == "meter_h" && is_distance(name)).then_some(theirs.len());
        let place = |name: &str| theirs.iter().position(|known| *known == name);
        let sure = |name: &str| place(name).or_else(|| of_distance(name)).map(|sure| sure + 1);
        let with_unit = || sure(without_unit(&flat, ours)?);
        all.extend(sure(&flat).or_else(with_unit).map(|sure| (at, sure)));
    }
    all
}

/// Of each name of a header, our column: the surest meanings first, each column once.
pub(super) fn columns(header: &[String], spec: &TableSpec) -> Vec<Option<usize>> {
    let mut all: Vec<(usize, usize, usize)> = Vec::new();
    for (place, name) in header.iter().enumerate() {
        all.extend(meanings(name, spec).into_iter().map(|(ours, sure)| (ours, sure, place)));
    }
    // Columns are given in the order of the spec: `time` before `clock`, so that a lone `Time` is the day.
    all.sort_unstable();
    let mut found = vec![None; header.len()];
    let mut taken = vec![false; spec.columns.len()];
    for (ours, _, place) in all {
        if !taken[ours] && found[place].is_none() {
            taken[ours] = true;
            found[place] = Some(ours);
        }
    }
    found
}

/// What happened, by our word and those that others have for it.
const EVENTS: &[(Event, &[&str])] = &[
    (
        Event::Failure,
        &[
            "failure",
            "fail",
            "failed",
            "f",
            "1",
            "breakdown",
            "break_down",
            "break_in",
            "corrective",
            "corrective_maintenance",
            "cm",
            "cor",
            "m2",
            "pm01",
            "em",
            "emergency",
            "emergency_maintenance",
            "unplanned",
            "unscheduled",
            "repair",
            "fault",
            "malfunction",
            "down",
            "störung",
            "ausfall",
            "reparatur",
            "instandsetzung",
            "отказ",
            "поломка",
            "авария",
            "аварийный",
            "аварийный_ремонт",
            "неплановый",
            "неплановый_ремонт",
            "внеплановый",
            "ремонт",
        ],
    ),
    (
        Event::Replacement,
        &[
            "replacement",
            "planned_replacement",
            "preventive_replacement",
            "replace",
            "replaced",
            "change_out",
            "changeout",
            "component_change_out",
            "planned_component_replacement",
            "pcr",
            "overhaul",
            "austausch",
            "замена",
            "плановая_замена",
            "капитальный_ремонт",
        ],
    ),
    (
        Event::Suspension,
        &[
            "suspension",
            "suspended",
            "s",
            "0",
            "censored",
            "censor",
            "c",
            "survived",
            "survival",
            "running",
            "still_running",
            "end",
            "end_of_observation",
            "retired",
            "scrapped",
            "sold",
            "stillgelegt",
            "списание",
            "списан",
            "продан",
            "конец",
        ],
    ),
    (
        Event::Start,
        &[
            "start",
            "new",
            "commissioned",
            "commissioning",
            "in_service",
            "installed",
            "installation",
            "inbetriebnahme",
            "ввод",
            "ввод_в_эксплуатацию",
            "установка",
        ],
    ),
    (
        Event::Inspection,
        &[
            "inspection",
            "inspect",
            "insp",
            "check",
            "preventive",
            "preventive_maintenance",
            "pm",
            "pm02",
            "pm03",
            "m1",
            "m3",
            "service",
            "scheduled",
            "scheduled_service",
            "scheduled_maintenance",
            "planned",
            "planned_maintenance",
            "lubrication",
            "wartung",
            "inspektion",
            "осмотр",
            "то",
            "плановое_то",
            "плановый",
            "плановый_ремонт",
            "обслуживание",
        ],
    ),
    (
        Event::Reading,
        &["reading", "meter_reading", "meter", "counter", "zählerstand", "показание", "показания_счетчика"],
    ),
];

/// Our words for events: the first of each.
pub(super) fn event_words() -> Vec<&'static str> {
    EVENTS.iter().map(|(_, words)| words[0]).collect()
}

/// What a word of others says that happened.
pub(super) fn event(word: &str) -> Option<Event> {
    let flat = flat(word);
    EVENTS.iter().find(|(_, words)| words.contains(&flat.as_str())).map(|(event, _)| *event)
}

/// Our word for an event.
pub(super) fn event_word(event: Event) -> &'static str {
    EVENTS.iter().find(|(known, _)| *known == event).map_or("", |(_, words)| words[0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::failure_log;

    fn found(header: &[&str]) -> Vec<String> {
        let spec = failure_log();
        let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        let ours = |of: &Option<usize>| of.map_or("–".to_owned(), |at| spec.columns[at].name.clone());
        columns(&header, spec).iter().map(ours).collect()
    }

    #[test]
    fn exports_are_recognised() {
        let sap = [
            "Notification",
            "Equipment",
            "Object part code text",
            "Malfunct.start",
            "Start malfn (T)",
            "Breakdown dur.",
            "Counter reading",
        ];
        assert_eq!(found(&sap), ["–", "machine", "subsystem", "time", "clock", "down_h", "meter_h"]);
        let maximo =
            ["WONUM", "ASSETNUM", "FAILURECLASS", "PROBLEMCODE", "WORKTYPE", "ACTSTART", "METERREADING"];
        assert_eq!(found(&maximo), ["–", "machine", "subsystem", "cause", "event", "time", "meter_h"]);
        let pronto =
            ["WO No", "Plant No", "Component Code", "Job Type", "Date Raised", "SMU", "Downtime (min)"];
        assert_eq!(found(&pronto), ["–", "machine", "subsystem", "event", "time", "meter_h", "down_h"]);
        assert_eq!(
            found(&["Дата", "Время", "Гаражный номер", "Узел", "Моточасы"]),
            ["time", "clock", "machine", "subsystem", "meter_h"]
        );
        assert_eq!(found(&["unit", "time", "hours"]), ["machine", "time", "meter_h"]);
        assert_eq!(found(&["Truck", "Odometer", "SMU"]), ["machine", "–", "meter_h"]);
    }

    #[test]
    fn every_event_is_known_by_our_word() {
        let words = event_words();
        assert_eq!(words, ["failure", "replacement", "suspension", "start", "inspection", "reading"]);
        for word in words {
            assert_eq!(event(word).map(event_word), Some(word));
        }
        assert_eq!(event("PM01"), Some(Event::Failure));
        assert_eq!(event("Аварийный ремонт"), Some(Event::Failure));
    }
}
