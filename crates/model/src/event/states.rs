//! What a machine does, what money is paid for, which way goods went: the lists that records are counted by.
use crate::listed::listed;

listed! {
    /// A machine is in exactly one of these at any time.
    ///
    /// Classes follow the time-usage model of surface mining (GMG): operating, delay, standby, down. The hour meter
    /// runs in working and delay.
    MachineState in StateClass {
        /// Not yet in the fleet.
        Absent "not in the fleet": Absent,
        /// Under way empty.
        TravelEmpty "driving empty": Working,
        /// In line at a loader.
        QueueLoad "queueing at loaders": Delay,
        /// Being loaded (trucks), or loading (loaders).
        Loading "loading": Working,
        /// Under way loaded.
        TravelLoaded "driving loaded": Working,
        /// In line at a dump.
        QueueDump "queueing at dumps": Delay,
        /// Dumping.
        Dumping "dumping": Working,
        /// In line or standing at the fuel point.
        Refuelling "refuelling": Delay,
        /// A loader that waits for trucks.
        WaitTruck "waiting for trucks": Delay,
        /// Between shifts.
        OffShift "off shift": Standby,
        /// Stood down for weather.
        WeatherStop "cold stop": Standby,
        /// No face or loader to work at.
        NoWork "no work": Standby,
        /// Without fuel: there is none to be had, or the bowser is on its way to a machine that ran dry.
        NoFuel "no fuel": Standby,
        /// Failed; waits for a recovery vehicle or field crew.
        WaitTow "waiting for tow or field crew": Down,
        /// Being towed.
        Tow "under tow": Down,
        /// Waits for a bay.
        WaitBay "waiting for a bay": Down,
        /// Waits for a technician.
        WaitTechnician "waiting for a technician": Down,
        /// Waits for a part.
        WaitPart "waiting for a part": Down,
        /// Waits because open-air work is stopped by cold.
        WaitWeather "waiting for weather": Down,
        /// Hands-on repair of a failure.
        Repair "repair": Down,
        /// Hands-on planned maintenance.
        Service "planned service": Down,
        /// On the road, held: a single-lane stretch, a crossing or a closed road is not free.
        HeldOnRoad "held on the road": Delay,
        /// One crew gives the machine over to the next.
        ShiftChange "shift change": Delay,
        /// Runs its engine warm after a cold stand.
        WarmUp "warming up": Delay,
        /// Its crew has its break.
        Break "break": Standby,
        /// Nobody is there who may drive it.
        NoOperator "no operator": Standby,
        /// Stands clear of a blast.
        BlastStandDown "blast stand-down": Standby,
    }
}

listed! {
    /// The class of a state in the time-usage model.
    StateClass {
        /// Not in the fleet: outside calendar time.
        Absent "not in the fleet",
        /// Producing.
        Working "working",
        /// Engine on, not producing.
        Delay "delay",
        /// Fit for work, not asked to.
        Standby "standby",
        /// Not fit for work.
        Down "down",
    }
}

listed! {
    /// Why money was paid; costs are positive, income negative.
    CostCause {
        /// Goods bought.
        Purchase "goods bought",
        /// Freight by ordinary legs.
        Freight "freight",
        /// Freight by emergency legs.
        EmergencyFreight "emergency freight",
        /// Technicians on shift.
        Labour "workshop labour",
        /// Operating machines without fuel and parts.
        Operation "machine operation",
        /// Crews of projects.
        Construction "construction",
        /// Penalties for late lines.
        Penalty "penalties paid less received",
        /// Electricity for trucks.
        Electricity "electricity for trucks",
        /// Repairs of units taken out of machines.
        Repairs "repair of rotables",
    }
}

listed! {
    /// Which way turnover goes by where the parties are seated, wherever the goods were made or are handed over.
    Flow {
        /// The seller is seated in the home territory.
        Domestic "domestic",
        /// The seller is seated abroad.
        Import "imports",
        /// Works of a seller at home for a buyer abroad.
        Export "exports",
    }
}
