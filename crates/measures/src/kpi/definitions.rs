//! The definitions of measures, in words, with their sources.

pub(super) const TONNES: &str = "Mass dumped at all dumps within the horizon. Definition of this program.";
pub(super) const PLAN_SHARE: &str = "Mass delivered (dumped, but on stockpiles) by the mines and in the months that have a plan for it, over that plan; a month that the horizon cuts is planned for its days within it. Definition of this program.";
pub(super) const GRADE: &str = "Mean grade by mass of what was dumped here, in the unit of the scenario's grades; without value where nothing was. Definition of this program.";
pub(super) const OFF_BLEND: &str = "Mass of loads that left the running mean grade outside the dump's limits, over all mass with a grade dumped there. Definition of this program.";
pub(super) const CRUSHER_DOWN: &str =
    "Calendar hours in which the crusher stood after failures. Definition of this program.";
pub(super) const CYCLES: &str = "Truck loads dumped within the horizon. Definition of this program.";
pub(super) const PRODUCTIVITY: &str =
    "Mass dumped over operating time (working and delay) of trucks. Term after GMG 2020 (recalled).";
pub(super) const FUEL: &str = "Fuel burnt by all machines. Definition of this program.";
pub(super) const FUEL_PER_TONNE: &str = "Fuel burnt over mass dumped. Definition of this program.";
pub(super) const FUEL_OF_GROUP: &str = "Fuel burnt by these machines. Definition of this program.";
pub(super) const ENERGY: &str =
    "Electric energy taken from chargers and trolley lines, at the truck. Definition of this program.";
pub(super) const ENERGY_PER_TONNE: &str = "That energy over mass dumped. Definition of this program.";
pub(super) const CARBON: &str = "Carbon dioxide of fuel burnt and electricity drawn: 2.68 kg for a litre of diesel (IPCC 2006 Guidelines, volume 2: 43.0 TJ/Gg in table 1.2, 74.1 t/TJ in table 2.2; 0.84 kg/L), and what the scenario says of its electricity.";
pub(super) const CARBON_PER_TONNE: &str = "That carbon dioxide over mass dumped. Definition of this program.";
pub(super) const CLASS_HOURS: &str = "Machine-hours of calendar time in states of this class; calendar time begins when the machine joins the fleet. Classes after the time-usage model of GMG 2020 (recalled).";
pub(super) const AVAILABILITY: &str = "Physical availability: (calendar time − down time) over calendar time, GMG 2020 (recalled). Waiting for tow, bay, technician, part and weather is down time, as is planned service.";
pub(super) const UTILISATION: &str =
    "Use of availability: (working + delay) over (calendar time − down time), GMG 2020 (recalled).";
pub(super) const EFFICIENCY: &str =
    "Operating efficiency: working over operating time (working + delay), GMG 2020 (recalled).";
pub(super) const MECHANICAL: &str = "Mechanical availability: operating time (working + delay) over operating and down time, as handbooks of machine makers use the term (recalled); standby is left out.";
pub(super) const EFFECTIVE: &str = "Working time over calendar time, GMG 2020 (recalled).";
pub(super) const FAILURES: &str = "Failures of subsystems. Definition of this program.";
pub(super) const SERVICES: &str = "Planned services finished. Definition of this program.";
pub(super) const MTBF: &str = "Mean operating time between failures: (working + delay) over failures; without value where nothing failed. Term of ISO 22400-2 (recalled).";
pub(super) const MTTR: &str = "Mean time to repair: hands-on repair hours over failures, waiting left out; without value where nothing failed. Term of ISO 22400-2 (recalled).";
pub(super) const MDT: &str = "Mean down time: all hours down after failures, waiting included, over failures; without value where nothing failed. Term of EN 13306 (recalled).";
pub(super) const WAIT: &str =
    "Machine-hours down waiting for this, after failures and for services. Definition of this program.";
pub(super) const BAY_USE: &str =
    "Bay-hours taken over bay-hours there were from opening on. Definition of this program.";
pub(super) const TECHNICIAN_USE: &str =
    "Technician-hours of hands-on work over technician-hours on shift. Definition of this program.";
pub(super) const FILL_RATE: &str = "Demands met in full from the shelf at once over all demands (type-1 by demand, Silver, Pyke and Peterson 1998, recalled); without value where nothing was asked for.";
pub(super) const UNMET: &str =
    "Demands given up or still waiting when the horizon ended. Definition of this program.";
pub(super) const DEMAND_WAIT: &str = "Mean waiting of a demand from asking to the last unit, those met at once included. Definition of this program.";
pub(super) const EMERGENCIES: &str =
    "Orders by emergency leg for waiting demands. Definition of this program.";
pub(super) const COVER: &str = "Days from the horizon's end to the first with too little, when what is on the shelf and on the way is used as it was asked for in the same months of the horizon; at most 730. Definition of this program.";
pub(super) const COVER_LASTS: &str = "1 where cover at the end reaches to the next planned supply, 0 where not; without value where none is planned. Definition of this program.";
pub(super) const COVER_SHORT_DAYS: &str = "Days between the end of cover and the next planned supply, summed over all lines that people or all machines live from. Definition of this program.";
pub(super) const STOCK_VALUE: &str =
    "Book value of what is on all shelves when the horizon ends. Definition of this program.";
pub(super) const SPOILAGE: &str =
    "Book value of what spoiled or was refused for want of room. Definition of this program.";
pub(super) const FREIGHT: &str =
    "Mass that set off on the leg within the horizon, both directions apart. Definition of this program.";
pub(super) const OPENED: &str = "First open day of the season's window, counted from the horizon's first day; without value where the window did not come. Definition of this program.";
pub(super) const FULL_LOAD: &str = "First day at the last of the operator's load steps; without value where it was not reached. Definition of this program.";
pub(super) const CLOSED: &str = "Last open day of the season's window. Definition of this program.";
pub(super) const OPEN_DAYS: &str =
    "Days of the horizon on which the season was open. Definition of this program.";
pub(super) const OTIF: &str = "Lines delivered in full by the end of their due day at the place of delivery, over lines due within the horizon. On time in full as logistics uses the term (recalled).";
pub(super) const ON_TIME: &str = "1 where the line was delivered in full before the end of its due day (the midnight after it is late), 0 where not, also where it is not complete when the horizon ends; without value where it is due after the horizon. Definition of this program.";
pub(super) const LATENESS: &str = "Days begun since the end of the due day until the last unit came, 0 where on time, as penalties count them; where not complete, up to the horizon’s end, which is a lower bound; without value where it is due after the horizon. Definition of this program.";
pub(super) const DELIVERED: &str =
    "Units delivered within the horizon and before, over the units promised. Definition of this program.";
pub(super) const PENALTY: &str =
    "Penalty fallen due for the line within the horizon. Definition of this program.";
pub(super) const SHORTAGE: &str =
    "Days on which the settlement had too little of the item. Definition of this program.";
pub(super) const MINE_SHORTAGE: &str = "Days on which the mine's store had too little of what the mine uses by day, cold or tonnes hauled; haulage goes on. Definition of this program.";
pub(super) const PERSON_DAYS: &str = "Days with too little of an item times the people of the settlement, over all items. Definition of this program.";
pub(super) const TASK_DONE: &str = "Day on which the task was done at its site, counted from the horizon’s first day; beyond the last day where it was not done, which is a lower bound. Definition of this program.";
pub(super) const TURNOVER: &str = "Value of goods of orders that changed hands, and of services under agreements as they are done, at their share of their line's price; of exports the partner is the buyer, else the seller. Definition of this program.";
pub(super) const IMPORT_BY_SEAT: &str = "Turnover with sellers seated outside the home territory, services among it, wherever the goods were made or are handed over. Definition of this program.";
pub(super) const IMPORT_BY_ORIGIN: &str = "Value of goods whose origin is a territory other than the home territory, whoever sells them, as customs statistics of imports ask (UN IMTS 2010, recalled), and of services of who is seated abroad; goods of unknown origin are left out. Definition of this program.";
pub(super) const UNKNOWN_ORIGIN: &str = "Value of goods whose item has no `origin`: imports by origin are at least what they are told to be, and at most so much more. Definition of this program.";
pub(super) const WORKS: &str = "Value of jobs done that count for an agreement's line on services, at their share of the line's price; no such money is paid in the cash view. Definition of this program.";
pub(super) const COST: &str = "Cash view: money paid within the horizon, whatever was used of what it bought; what is used is at `use`. Definition of this program.";
pub(super) const COST_PER_TONNE: &str = "Cash view: all money paid within the horizon over mass dumped; it includes machines, stock bought for later and goods for settlements. What moves a tonne costs `use.per_tonne`. Definition of this program.";
pub(super) const USE: &str = "View by use: what was used within the horizon, whenever it was paid. Goods at price and freight as a moving weighted average (IAS 2, recalled): opening + bought + freight − closing − spoiled, goods on the way at both ends in it; opening stock at the cheapest permitted offer with planned freight. Labour, operation, electricity, crews and penalties as paid, what spoiled, interest on stock, machines by the hour or worn off, never both. Definition of this program.";
pub(super) const USE_OF_PAYER: &str = "Of that cost by use what this payer bears: the mine parts, fuel, labour, machines, electricity; settlements and projects what they use, each as the scenario names its payer. Definition of this program.";
pub(super) const USE_PER_TONNE: &str =
    "Cost by use of the mine alone over mass dumped. Definition of this program.";
pub(super) const GOODS_WORTH: &str = "Worth of goods on all shelves and paid for and on the way, machines left out; at the start the cheapest permitted offer with planned freight, then a moving weighted average of what was paid. Definition of this program.";
pub(super) const CAPITAL_PAID: &str = "Money paid for machines and their freight. It is no cost by use: that has their ownership by the hour, or their price worn off. Definition of this program.";
pub(super) const MARGIN_WORTH: &str = "Mass delivered, but on stockpiles, at `worth_per_t` of its material; materials without one count nothing. Definition of this program.";
pub(super) const MARGIN: &str =
    "Worth of what was delivered less the mine's cost by use. Definition of this program.";
pub(super) const REFUSALS: &str =
    "How often an offer was refused by a restriction when an order looked at it. Definition of this program.";
pub(super) const LEAST_PLAN_SHARE: &str = "The lowest of the shares of plan over materials; without value where nothing is planned. The plan is met where it is 1 or more. Definition of this program.";
pub(super) const MATCH_FACTOR: &str = "Rate at which trucks could come (trucks over their own mean cycle without waiting) over the rate at which loaders could load (sum over loaders of loads over loading time); 1 where they match, without value where nothing was hauled. For mixed fleets, Burt and Caccetta 2007 (recalled).";
pub(super) const PLAN_MET: &str = "1 where every material that has a plan reaches it over its planned months together, else 0. Definition of this program.";
pub(super) const DELIVERED_TONNES: &str = "Mass dumped within the horizon, but on stockpiles, where it is still to come. Definition of this program.";
pub(super) const TASK_IS_DONE: &str =
    "1 where the task was done within the horizon, else 0. Definition of this program.";
pub(super) const TASK_ON_TIME: &str = "1 where the task was done on or before the day it is wanted by, else 0, also where it is not done when the horizon ends. Definition of this program.";
pub(super) const DELIVERED_WANTED: &str = "Mass of ore dumped, but on stockpiles; of every material where the scenario has no ore. Definition of this program.";
pub(super) const LATE_VALUE_DAYS: &str = "Lateness in days of every agreement line times its price, summed, to the horizon's end where it is not complete; lines due after the horizon are left out. Definition of this program.";
