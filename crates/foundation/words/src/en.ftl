# The words of the program in English. A key by meaning, its words; `ru.ftl` has the same keys with the same placeholders.

## Numbers and dates

scale-thousand = { $a } k
scale-million = { $a } M
scale-billion = { $a } bn
scale-trillion = { $a } T
prefix-kilo = { $a } k{ $unit }
prefix-mega = { $a } M{ $unit }
prefix-giga = { $a } G{ $unit }
unit-t = t
unit-L = L
unit-h = h
unit-t-h = t/h
unit-kg-t = kg/t
unit-L-t = L/t
unit-kWh = kWh
unit-kWh-t = kWh/t
unit-failures = failures
unit-services = services
unit-orders = orders
unit-demands = demands
unit-loads = loads
unit-person-days = person-days
unit-times = times
unit-grade = grade
unit-kg = kg
unit-trucks-for-the-loaders = trucks for the loaders
date = { $day } { $month } { $year }
date-short = { $day } { $month }
month-of-year = { $month } { $year }
date-month-1 = Jan
month-1 = Jan
month-short-1 = Jan
date-month-2 = Feb
month-2 = Feb
month-short-2 = Feb
date-month-3 = Mar
month-3 = Mar
month-short-3 = Mar
date-month-4 = Apr
month-4 = Apr
month-short-4 = Apr
date-month-5 = May
month-5 = May
month-short-5 = May
date-month-6 = Jun
month-6 = Jun
month-short-6 = Jun
date-month-7 = Jul
month-7 = Jul
month-short-7 = Jul
date-month-8 = Aug
month-8 = Aug
month-short-8 = Aug
date-month-9 = Sep
month-9 = Sep
month-short-9 = Sep
date-month-10 = Oct
month-10 = Oct
month-short-10 = Oct
date-month-11 = Nov
month-11 = Nov
month-short-11 = Nov
date-month-12 = Dec
month-12 = Dec
month-short-12 = Dec
days = { $n ->
        [one] { $a } day
       *[other] { $a } days
    }
count-year = { $n ->
        [one] { $n } year
       *[other] { $n } years
    }
count-simulated-year = { $n ->
        [one] { $n } simulated year
       *[other] { $n } simulated years
    }
count-simulated-period = { $n ->
        [one] { $n } simulated period
       *[other] { $n } simulated periods
    }
count-truck = { $n ->
        [one] { $n } truck
       *[other] { $n } trucks
    }
count-load = { $n ->
        [one] { $n } load
       *[other] { $n } loads
    }
count-failure = { $n ->
        [one] { $n } failure
       *[other] { $n } failures
    }
count-line = { $n ->
        [one] { $n } line
       *[other] { $n } lines
    }
count-day = { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
count-cell = { $n ->
        [one] { $n } cell
       *[other] { $n } cells
    }
count-trip = { $n ->
        [one] { $n } trip
       *[other] { $n } trips
    }
count-vehicle = { $n ->
        [one] { $n } vehicle
       *[other] { $n } vehicles
    }
count-whole-winter = { $n ->
        [one] { $n } whole winter
       *[other] { $n } whole winters
    }
count-more-year = { $n ->
        [one] { $n } more year
       *[other] { $n } more years
    }

## States of machines

state-absent = not in the fleet
state-travel_empty = driving empty
state-queue_load = queueing at loaders
state-loading = loading
state-travel_loaded = driving loaded
state-queue_dump = queueing at dumps
state-dumping = dumping
state-refuelling = refuelling
state-wait_truck = waiting for trucks
state-off_shift = off shift
state-weather_stop = cold stop
state-no_work = no work
state-no_fuel = no fuel
state-wait_tow = waiting for tow or field crew
state-tow = under tow
state-wait_bay = waiting for a bay
state-wait_technician = waiting for a technician
state-wait_part = waiting for a part
state-wait_weather = waiting for weather
state-repair = repair
state-service = planned service
state-held_on_road = held on the road
state-shift_change = shift change
state-warm_up = warming up
state-break = break
state-no_operator = no operator
state-blast_stand_down = blast stand-down
class-absent = not in the fleet
class-working = working
class-delay = delay
class-standby = standby
class-down = down

## The links at the top

nav-next = What to try
nav-tonnes = Tonnes
nav-hours = Truck hours
nav-usage = Time usage
nav-routes = Routes and tyres
nav-stops = What stopped them
nav-workshop = Bays and people
nav-stock = Stock
nav-map = Map
nav-roads = Road seasons
nav-agreements = Agreements
nav-turnover = Turnover
nav-costs = Costs
nav-method = Method
nav-sections = Sections
nav-pit = Pit
nav-shift = A shift

## The first screen

head-stopped = incomplete: the run was stopped
head-horizon = { $from } to { $to }
head-try = Worth trying
head-binds = What binds
tile-availability = Truck availability
tile-utilisation = Use of availability, trucks
tile-otif = Lines on time in full
tile-person-days = Person-days short
tile-use = Used by the mine
tile-margin = Margin
tile-ore = Ore delivered
tile-ore-plan = Ore against plan
tile-delivered = Delivered
tile-plan = Against plan
tile-delivered-means = Dumped within the horizon, but on stockpiles.
tile-plan-means = Over the months and materials that have a plan.
tile-road-means = First day of { $a } at its full load, { $b }
p10-p90 = P10–P90 { $a }
tile-road = { $a } carries full loads
one-year = one year
foot-made = Made by iceroad { $version } from scenario { $digest }, random number seed { $seed }, { $n } of { $of } years. The same input gives the same bytes.

## What binds and what to try

next-lead = Used most fully: { $what } ({ $used } { $of }). { $why }.
next-title = What binds, and what to try next
next-table = Table: how fully everything is used
next-try = Worth trying next
next-dropped = Tried and dropped
next-behind = What stands behind the answer
next-change = Change
next-fate = What came of it
next-pairs = Seen in pairs
next-bars = How fully things are used
what = What
next-used = Used (P10–P90)
next-share = Share of what
next-evidence = Evidence
advice-method = { $n ->
        [one] Each was tried alone, in { $n } year of this run that it was not chosen by: with and without it, the same weather and the same luck. The interval holds the mean effect with { $level }.
       *[other] Each was tried alone, in { $n } years of this run that it was not chosen by: with and without it, the same weather and the same luck. The interval holds the mean effect with { $level }.
    }
advice-folder = RUN is the folder of a run with --out.
advice-effect = effect
advice-now = now
advice-adds = adds
from-to = { $a } to { $b }
verdict-better = better
verdict-worse = worse
verdict-more = more
verdict-less = less
verdict-open = cannot be told
advice-cells = { $n ->
        [one] and { $n } cell more like this
       *[other] and { $n } cells more like this
    }

## Values

after = after { $a }
at-least = at least { $a }
points = { $sign }{ $b } pp
in-of = in { $met } of { $of }

## Tonnes

tonnes-title = Tonnes against plan
tonnes-month = month, median
tonnes-band = P10–P90 of the sum
tonnes-sum = sum, median
plan = plan
tonnes-nothing = Nothing was moved and nothing was planned.
tonnes-table = Table: { $a } by month, tonnes
tonnes-others = Other materials are in tables/tonnes_by_month.csv.
dump = Dump
dump-grade = Mean grade (P10–P90)
dump-off = Off blend
dump-stops = Crusher failed, times
dump-stood = Crusher stood, h
dump-title = Blend and crushers
dump-table = Table: grades fed and crusher stops
dump-says-off = gets { $a } of its feed off blend
dump-says-stood = fails { $times } times and stands { $hours } h for it
dump-says = { $name } { $parts } in the median.
dump-and = {", and "}
bound-title = The bound
bound-table = Table: what limits the tonnes of { $a }
tonnes-unplanned = { $name }: { $t } t, without a plan.
tonnes-worst = {", "}{ $month } furthest ({ $share })
tonnes-lead = { $name } reaches { $share } of plan (P10–P90 { $range }), the whole plan in { $years }; { $short } of { $of } months with a plan fall short of it in the median{ $worst }.
tonnes-draw-month = by month
tonnes-draw-sum = added up
tonnes-axis-month = t a month
tonnes-axis-sum = t added up
tonnes-hover = { $a }: { $b } t (P10–P90 { $c }–{ $d }), plan { $e } t
month = Month
plan-t = Plan, t
p10-t = P10, t
p50-t = P50, t
p90-t = P90, t
p50-of-plan = P50 of plan
sum-p10-t = Sum P10, t
sum-p50-t = Sum P50, t
sum-p90-t = Sum P90, t
bound-sentence = { $mine } moves { $share } of what no dispatch could exceed with the machines at work{ $whole }. What binds is { $binding }: one more is worth { $worth } { $unit }.
bound-whole = {", and "}{ $share } of the bound with all machines in all scheduled hours
bound-with = bound with
bound-resource = resource
bound-there = there
used = used
bound-worth = one more is worth
bound-part = part of the bound
bound-left-out = The bound is what no dispatch can exceed: loading, driving on free roads, dumping and crushing at their mean times. Waiting in line, traffic and closed roads, refuelling, breaks, drives to park and gate and standing crushers are not in it.

## Hours of machines

hours-title = Where truck hours went
hours-bars = Shares of calendar hours by state, for each group of machines
share-of-hours = share of calendar hours
col-available = available
col-used = used
hours-table = Table: mean hours per machine in every state
hours-none = There are no machine hours to show.
hours-lead = Of 100 truck hours { $work } are work. Largest losses: { $worst }.
hours-by-month = All trucks by month
hours-worst = { $month } has the least work: { $work } of truck hours; { $what } takes { $share } there.
hours-months = Truck hours by state and month
hover-hours = { $of }: { $what } { $hours } h
machines = Machines
state = State
class = Class
mean-h = Mean, h a machine
share-of-calendar = Share of calendar
stops-title = What stopped them
stops-none = No machine failed in any year that was run.
stops-lead = { $name } costs most hours. Of all { $total } machine-hours down after failures { $repair } are hands-on repair; most waiting is { $cause } ({ $share }).
stops-shown = The { $n } largest of { $of } subsystems; the rest is in the table.
stops-table = Table: failures and hours down by subsystem, mean of years
stops-bars = Machine-hours down after failures by subsystem and cause
stops-over = machine-hours down after its failures
col-hours = hours
col-failures = failures
model-subsystem = Model · subsystem
failures = Failures
hours-down = Hours down
repair = Repair
wait-part = Part
wait-technician = Technician
wait-bay = Bay
wait-tow = Tow wait
tow = Tow
wait-weather = Weather
h-per-failure = h per failure
usage-title = Time usage of every machine
usage-bars = Shares of calendar time by state, for every machine
col-work = work, h
usage-ladder-title = All trucks, from calendar time to work
usage-each = Each machine
usage-shown = The { $n } that work least of { $of } machines; the rest is in the table and in tables/machines.
usage-fleets = Table: time usage of each fleet
usage-machines = Table: time usage of each machine, mean of years
usage-lead = Of its calendar time { $least } works least ({ $least_share }), { $most } most ({ $most_share }).
usage-hover = { $of }: { $what } { $hours } h, { $share }
ladder-calendar = calendar time
ladder-available = available
ladder-operating = operating
ladder-availability = physical availability
ladder-use = use of availability
ladder-efficiency = operating efficiency
ladder-work = work, share of calendar time
ladder-hours = { $what } { $hours } h
usage-ladder = Calendar time of all trucks, by steps down to working time
fleet = Fleet
calendar-h = Calendar, h
availability = Availability
use-of-availability = Use of availability
operating-efficiency = Operating efficiency
work-of-calendar = Work of calendar
machine = Machine
model = Model
col-working = Working
col-delay = Delay
col-standby = Standby
col-down = Down

## Bays and people

workshop-title = Bays and people
workshop-table = Table: use of bays and technicians
workshop-over = in use, share of hours open or on shift; line P10–P90
workshop-bars = Use of bays and technicians, share of hours there
col-in-use = in use
waits-bars = Machine-hours down waiting, by cause
kind = Kind
group = Group
how-many = How many
used-h = Used, h
there-h = There, h
use = Use
workshop-none = There is no workshop, so machines are never repaired or never fail.
workshop-lead = { $a } { $b } are the fullest ({ $c } in use).
workshop-waits = Most machine-hours are spent { $what }: { $hours }.
waits-title = Machine-hours down, waiting
workshop-is = Workshop { $name } is { $what }.
sharing-shared = multi-brand: any bay that fits and any technician with the certificate
sharing-by-brand = a shop per brand: bays and technicians serve their home brand only
bay-to-build = {", to be built"}
bay-heated = heated
bay-cold = cold
bay-never = never open
a-of-b = { $a } of { $b }
hover-waits = { $words }: { $b } h

## Stock

stock-title = Stock through the year
stock-line = on the shelf, median
p10-p90-key = P10–P90
stock-season = a seasonal road to it is open (median)
stock-table = Table: stock lines, mean of years, most missed first
cover-table = Table: cover of other lines at risk
refused-table = Table: refused offers
equivalents-table = Table: items and their equivalents
stock-none = There is no stock to show.
stock-shown = Shown are the lines most waited for; every line is in tables/stock.csv and tables/stock_weekly.csv.
stock-all-met = Every demand is met from the shelf at once.
stock-lead = Most missed is { $name }: { $met } of its demands are met at once, and they wait { $wait } in all.
pieces = pieces
stock-never = never asked for
stock-met = { $a } met at once
stock-by = {" · "}{ $a } by equivalents
stock-unmet = {" · "}{ $a } not met
stock-waits = {" · "}waits { $a }
stock-draw = { $a }: on the shelf by week
item-in-store = Item in store
demands = Demands
met-at-once = Met at once
by-equivalents = By equivalents
not-met = Not met
waiting-days = Waiting, days
emergency-orders = Emergency orders
weeks-empty = Weeks empty
at-end = At end
fitted-to = Fitted to
item = Item
equivalent = Equivalent
life-h = Life, h
with-it-h = With it, h
item-per-h = Item, per h
equivalent-per-h = Equivalent, per h
shelf-p50 = On the shelf, P50
way-mean = On the way, mean
lasts-p10 = Lasts, days, P10
next-supply = Next supply
lasts-to-it = Lasts to it
mine = Mine
store = Store
years-short = Years short
days-short = Days short, mean
offer = Offer
seller = Seller
refused-by = Refused by
times-a-year = Times a year
equivalents-title = What equivalents cost over their life
equivalents-note = Purchase price of what a repair takes over mean hours of life, { $currency } per operating hour; the cheapest offer, without freight and standing.
cover-title = Cover at the horizon's end
cover-note = Days that what is on the shelf and on the way lasts after the end, used as it was asked for in the same months of the horizon, and how often that reaches to the next planned supply. The tail of a year is where the next one's shortage begins.
lacked-title = What the mine lacks beside parts and fuel
lacked-note = Haulage goes on where explosives or cement are lacking: a short day says that its tonnes could not have been blasted or milled.
refused-title = Offers refused by a restriction
refused-note = A refused offer is never bought; permitted equivalents stand in where the scenario names them.

## Map and roads

map-title = Sites and legs
map-none = There are no sites.
map-lead = { $a } sites are joined by { $b } legs, { $c } of them open in a season only.
map-far = Suppliers with an arrow lie far outside the map; they stand at its edge in their direction.
legs-title = When each leg is open, and what it carries
legs-table = Table: legs
queues-title = Who stands in line, and what runs
queues-note = In line: a vehicle could set off, and others went first or the day’s trips were full. Shut: the road was closed, or too thin for the goods.
vehicles-table = Table: vehicles
map-label = { $a } { $b } km
map-draw = Map of sites and legs
km = { $a } km
site-mine = mine
site-service = service centre
site-transfer = transfer point
site-settlement = settlement
site-supplier = supplier
leg-hover = { $leg }: { $from } to { $to }, { $mode }, { $km } km
legs-draw = When each leg is open through the horizon
legs-carried = carried, t (P10–P90)
legs-open = open: median; pale P10–P90
leg-in-need = {", in need"}
leg-all-year = { $hover }, open all year
leg = Leg
goods = Goods
mass-t = Mass, t
in-line-days = In line, days
longest-days = Longest P90, days
shut-days = Shut, days
need-step = Need the step of, t
mostly-behind = Mostly behind
vehicles = Vehicles
trips = Trips
mean-load = Mean load, t
trips-share = Trips made of those its season let it make, %
from = From
to = To
mode = Mode
season = Season
payload-t = Payload, t
trips-a-day = Trips a day
carried-t = Carried P50, t
can-carry-t = Can carry P50, t
all-year = all year
unit-km = km
roads-title = Road seasons
roads-none = No leg has a season: every road is open all year.
roads-shut = No season is open within the horizon.
roads-band = P10–P90 of the limit
roads-median = median
roads-dates = P10–P90 of a date, median marked
roads-measured = measured in earlier years (ticks)
roads-table = Table: opening, full load and closing
roads-note = Dates are those of this run’s years. The limit is over { $draws } drawn weather years from { $winters } on record; { $dropped } with gaps, or cut off by the record's ends, are not used; it is the allowed gross mass of a vehicle.
season-ice = ice
season-river = river
season-calendar = calendar
roads-synthetic = {", synthetic series"}
roads-heading = { $a } ({ $kind }, temperatures of { $c }{ $synthetic })
roads-lead = Shortest at full load is { $name }: from { $from } to { $to }, { $days } in the median; full load is reached in { $share } of years.
window = Window
opens-col = Opens (P10–P90)
full-from = Full loads from
closes-col = Closes
roads-in = { $a }, in { $b } of years
roads-record = { $a }, { $b }
roads-on-record = on record
date-opens = opens
date-full = full load
date-closes = closes
roads-draw = { $a }: load limit and dates through the horizon
roads-measured-row = measured
roads-axis = allowed gross mass, t
roads-hover = { $words } { $b } (P10–P90 { $c }–{ $d })
date-col = Date
chance-col = Chance
policies-expect = Policies expect
roads-measured-year = measured { $a }
roads-three = opens, full, closes

## Agreements, projects, settlements

promises-title = Agreements, projects and settlements
promises-bar = last unit delivered, P10–P90, median marked
promises-due = end of the due day
promises-table = Table: agreement lines
promises-draw = Agreement lines: due dates and when the last unit is delivered
promises-none = No agreement is on record.
promises-later = {"; "}{ $a } due after it, whose chance is not known
promises-lead = Of { $due } due within the horizon { $sure ->
        [0] none is
        [one] 1 is
       *[other] { $sure } are
    } on time in nine years of ten or more and { $risky ->
        [0] none is
        [one] 1 is
       *[other] { $risky } are
    } more likely late than not, as far as { $years } years can tell; penalties within the horizon come to { $penalty } { $currency } on average{ $later }.
promises-over = chance on time · mostly because of
promises-late = {", "}{ $a } late
promises-not-full = not in full within the horizon
promises-hover = { $name }: in full { $p50 } (P10–P90 { $p10 }–{ $p90 }), within the horizon in { $years }
line = Line
promise = Promise
due = Due
on-time = On time
complete-in = Complete in
late = Late
penalty = Penalty
main-cause = Main cause
in = In
project = Project
task = Task
begins-p50 = Begins P50
done-p10 = Done P10
done-p50 = Done P50
done-p90 = Done P90
done-in = Done in
wanted-by = Wanted by
by-then = By then
tasks-table = Table: tasks
tasks-draw = Tasks of projects: when they begin and are done
settlement = Settlement
people = People
projects = Projects
task-done = done { $a }
task-not-done = not done within the horizon
task-hover = From the median begin to the median end
task-hover-done = Done, P10 to P90
settlements = Settlements
settlements-short = Settlements run short of something in { $years }.

## Money

turnover-title = Turnover by partner
turnover-none = No goods changed hands, and no services were done under an agreement.
turnover-unknown = {" "}(and { $a } of unknown origin)
turnover-lead = Goods and services for { $total } { $currency } change hands (P10–P90 { $range }). Imports by seller's seat: { $seat }; by origin: { $origin }{ $unknown }. Services: { $services }.
turnover-draw = Turnover by partner and month, mean of years
turnover-territories = Table: turnover by seller's seat and by origin, mean of years
turnover-table = Table: turnover by partner, HS chapter, origin and direction, mean of years
territory = Territory
by-seat = By seller's seat
by-origin = By origin
partner = Partner
seat = Seat
flow = Flow by seat
origin = Origin
value-mean = Value, mean
net-mass = Net mass, t
turnover-note = By seller's seat: a seller abroad is paid. By origin: the goods were made abroad, whoever sells them, as customs statistics ask; services are from where who does them is seated. tables/turnover.csv has every month in the column names of UN Comtrade, to hold against published trade data.
unknown = unknown
flow-domestic = domestic
flow-import = imports
flow-export = exports
costs-title = Costs, paid and used
costs-none = No money was paid.
cause = Cause
mean = Mean
share-col = Share
costs-draw = Paid by cause and month, mean of years
payer = Payer
used-what = Used
all = all
cost-purchase = goods bought
cost-freight = freight
cost-emergency_freight = emergency freight
cost-labour = workshop labour
cost-operation = machine operation
cost-construction = construction
cost-penalty = penalties paid less received
cost-electricity = electricity for trucks
costs-lead = { $total } { $currency } are paid within the horizon (P10–P90 { $range }), most of it for { $most } ({ $share }). What the year uses, whenever it was paid, is in the second table.
costs-table = Table: paid by cause, { $a }
costs-used-table = Table: used by payer, { $a }
costs-note = Used: goods when they leave the shelf, at their price with freight; stock at both ends is valued; machines by the hour or worn off, not when they are bought. Compare scenarios by what they use: their shelves rarely end alike.
others = { $a } others
line-fuel = fuel
line-parts = parts and tyres
line-food = food
line-building = building materials
line-goods = other goods
line-labour = workshop labour
line-operation = machine operation by the hour
line-ownership = machines worn off
line-electricity = electricity for trucks

## Routes

routes-title = Routes and tyres
routes-none = There are no haul routes to show.
routes-no-tyres = Nothing is said of the tyres, so their heat is not looked at.
routes-tyres-fit = No tyre is asked for more than it bears in the hottest air.
routes-tyres-over = { $over } of { $told } routes ask more of a tyre than it bears in the hottest air, without any waiting.
routes-rimpull = Rimpull derived from power, not given as a curve: { $models }.
routes-table = Table: routes there and back without waiting, on the surface as written
truck = Truck
face = Face
cycle-min = Cycle, min
fuel-l = Fuel, L
rating = Rating
hottest = Hottest day, °C
bears = Bears then
tyre-use = Tyre use

## The pit

pit-title = Roads, lines and speeds in the pit
pit-none = No truck cycle was simulated, so there is nothing to map.
pit-roads = Table: roads, each direction, mean of a day
pit-places = Table: faces and dumps, mean of a day
pit-zones = Table: single-lane zones, mean of a day
pit-draw = Haul roads with trips a day, speeds, and time in line
pit-draw-close = The same around the faces, larger
pit-busiest = { $road } carries most: { $trucks } loaded trucks and { $t } t a day.
pit-worst = Trucks lose most in line at { $place }: { $hours } truck-hours a day, { $minutes } min each.
pit-no-line = Hardly a truck stands in line.
pit-held = They are held on the road for { $hours } truck-hours a day{ $zone }.
pit-held-zone = {", most before "}{ $name }: { $hours }
pit-no-positions = The nodes of this mine have no positions, so its roads cannot be drawn; the tables below have the numbers.
pit-close = The faces, closer
pit-note = Beside the middle of a road, on the right of who drives there: the wider the line, the more trips a day. Arrows are filled where most are loaded. Discs are truck-hours in line a day. Drives to the fuel point, the park and the workshop are left out. Point at a road or a disc for its numbers.
speed-below = below { $a } km/h
speed-above = { $a } km/h and above
speed-between = { $a } to { $b }
pit-line = time in line
pit-lane = single lane; the darker, the longer trucks are held before it (truck-hours a day)
road = Road
length-m = Length, m
loaded-trips = Loaded trips
kmh-loaded = km/h loaded
empty-trips = Empty trips
kmh-empty = km/h empty
place = Place
trucks = Trucks
truck-hours-line = Truck-hours in line
minutes-line = Minutes in line of a truck
place-face = face
place-dump = dump
zone = Zone
direction = Direction
held-before = Held before it
truck-hours-held = Truck-hours held
minutes-held = Minutes of one held
way-along = along
way-against = against
zone-hover = single lane { $a }: { $b } truck-hours held a day
zone-hover-way = { $held } of { $trucks } trucks { $way } for { $hours } h
zone-label = { $a } h held
road-speed = {" "}at { $a } km/h
road-loaded = { $n } loaded a day{ $speed }
road-empty = { $n } empty a day{ $speed }
road-tonnes = { $t } t a day
min-each = {", "}{ $a } min each
place-hover = { $name }: { $trucks } trucks a day, { $hours } truck-hours in line{ $minutes }
pit-park = park
pit-gate = to the workshop
pit-fuel = fuel
minutes-label = {" · "}{ $a } min in line
metres = { $a } m
north = north is up
north-letter = N

## A shift

look-line = in line, waiting for trucks
look-pause = refuelling, warming up, changing crews
part-off = off shift, break
part-stop = cold stop, blast
part-none = no work, no fuel, no operator
part-repair = hands-on repair
part-wait = waiting for repair
shift-asked = { $day }, shift { $name }
shift-hours = { $day }, { $b } to { $c }
shift-at = {" "}at { $a }
shift-title = What every machine did{ $at }: { $asked }
shift-note = One possible shift, of the run’s year number { $n }: a picture to read the rules of the pit by, not a forecast. A tick below a bar is a load (loaders: a truck loaded; trucks: a load dumped), a cross a failure. Point at a bar for its times.
shift-table = Table: hours, loads and tonnes of each machine
shift-failure = { $name } { $part } at { $at }
shift-lead = { $trucks } brought { $loads } and { $t } t. They worked { $share } of their time{ $most }.
shift-lead-most = {"; most else went to "}{ $worst }
shift-failures = { $n }: { $all }.
shift-failures-first = { $n }, the first { $first }.
shift-draw = What every loader and truck did, by time
shift-loads = loads
shift-t-work = t · work
shift-failed = { $name }: { $part } failed { $at }
minutes = { $a } min
hours-short = { $a } h
working-h = Working, h
delay-h = Delay, h
standby-h = Standby, h
down-h = Down, h
loads = Loads
made-by = Made by

## Method

method-title = Method, and how far to trust it
method-table = Table: every measure, with its definition and source
method-none = No year was finished.
method-one = One year was run: one possible year, not a forecast. Nothing here has a spread.
method-many = { $years } were run. P10 and P90 are the values that one year in ten stays below and above; the median is between. An interval (±) is Student’s 95 % interval of the mean: it tells how well the mean is known, not how far years differ. A chance has the exact interval of Clopper and Pearson; seen in all years or in none it is told by the bound that can be wrong. What came in few years has no ±. What was not there when the horizon ended is late: dates read “after”, means “at least”.
method-rough = With { $n } years P10 and P90 are rough; a hundred give them to within a few hundredths of chance.
method-stopped = The run was stopped: { $n } of { $of } years are here.
method-resampled = Weather: each simulated year draws whole measured years, July to June, the same year for all stations. It knows no trend: a warmer future is not in it.
method-recorded = Weather: the record as it was from July { $year } on, the same each time. The spread is that of machines and supply alone.
method-rates = Every failure, repair, order and shipment is simulated; between them trucks and loaders produce at rates learned from single truck cycles.
method-cycles = Every truck cycle, failure, repair, order and shipment is simulated; nothing is averaged beforehand.
method-laws = { $followed } Machines follow the laws that the scenario gives them, with no learning, no strikes and no accidents beyond those laws.
method-terms = Time usage follows the terms of the Global Mining Guidelines Group’s time usage model (2020), recalled; each measure’s formula is given in the table below.
method-advice = Suggestions: rules propose changes from the first half of the run’s years, which also choose among them; what is shown is the effect in years of the second half, run with and without the change under the same luck. What changes nothing, harms a promise, or cannot be told from nothing is not shown.
measure = Measure
definition = Definition

## Measures

kpi-of-group = { $what }, { $group }
kpi-mechanical = mechanical availability
kpi-effective = working share of calendar time
kpi-services = planned services
kpi-mtbf = operating hours between failures
kpi-mttr = hands-on repair hours per failure
kpi-mdt = hours down per failure, waiting included
kpi-failures = failures
kpi-hours-working = working hours
kpi-hours-delay = delay hours
kpi-hours-standby = standby hours
kpi-hours-down = down hours
kpi-wait = hours { $what }, { $group }
kpi-bay-use = use of bays { $a }
kpi-technician-use = use of technicians { $a }
kpi-moved = { $a } moved
kpi-moved-again = { $a } moved, rehandling included
kpi-delivered = { $name } delivered
kpi-plan = { $name } against plan
kpi-everything = everything moved
kpi-plan-met = whole plan met, by every material
kpi-loads = truck loads
kpi-productivity = tonnes per operating truck hour
kpi-fuel = fuel burnt
kpi-fuel-tonne = fuel per tonne moved
kpi-energy = electric energy drawn
kpi-energy-tonne = electric energy per tonne moved
kpi-co2 = carbon dioxide of fuel and electricity
kpi-co2-tonne = carbon dioxide per tonne moved
kpi-fuel-of = fuel burnt, { $title }
kpi-energy-of = energy drawn, { $title }
kpi-co2-of = carbon dioxide, { $title }
kpi-grade = mean grade fed to { $name }
kpi-off-blend = share fed to { $name } off its blend
kpi-crusher = crusher of { $name } stood
kpi-paid = paid in all
kpi-paid-cause = paid: { $what }
kpi-paid-tonne = paid per tonne moved
kpi-used = used in all
kpi-used-tonne = used by the mine per tonne moved
kpi-opening = worth of stock at the start
kpi-closing = worth of stock at the end
kpi-capital = paid for machines
kpi-used-mine = used by the mine
kpi-worth = worth of what was delivered
kpi-margin = margin
kpi-used-line = used by the mine: { $what }
kpi-used-by = used by { $who }
kpi-turnover = turnover
kpi-import-seat = imports by seller's seat
kpi-import-origin = imports by origin
kpi-unknown-origin = goods of unknown origin
kpi-services-worth = services
kpi-turnover-with = turnover with { $a }
kpi-otif = agreement lines on time in full
kpi-line = { $name }: { $what }
kpi-on-time = on time in full
kpi-share-delivered = share delivered
kpi-task-is-done = done within the horizon
kpi-task-on-time = done by the day it is wanted by
kpi-lateness = lateness
kpi-penalty = penalty
kpi-task-done = done
kpi-short = days { $a } lacked { $b }
kpi-person-days = person-days with too little
kind-other = machines and other goods
kpi-fill = demands met at once
kpi-unmet = demands not met
kpi-demand-wait = mean waiting of a demand
kpi-emergencies = emergency orders
kpi-stock-end = value on the shelves at the end
kpi-spoiled = value of what spoiled
kpi-full = carries full loads
kpi-refused = offers refused by a restriction
kpi-cover-short = days without before the next planned supply, staples
kpi-cover = days of cover of { $a } in { $place } at the end
kpi-cover-lasts = { $a } in { $place } lasts to the next planned supply
kpi-freight = freight on { $a }
kpi-open-days = days { $a } was open
kpi-window = { $season } { $window } { $what }
kpi-opens = opens
kpi-closes = closes
kpi-least-plan = plan, the material that lags most
kpi-match = match of trucks and loaders
kpi-late-value = lateness of agreement lines, each times its value
what-ore = ore
what-material = material
group-trucks = all trucks
group-loaders = all loaders

## Words of the field

delay-lead = the seller’s lead time
delay-licence = the licence under { $a }
delay-season = waiting for { $a } to open
delay-capacity = too few trips on { $a }
delay-step = waiting for the { $a } t step on { $b }
delay-thin = ice too thin for the load on { $a }
delay-vehicle = no vehicle to take it on { $a }
delay-transit = time under way
delay-refused = no permitted offer ({ $a } refuses)
delay-no-route = no road leads there
delay-work = too little work done by then
promise-to = { $what } to { $site }
promise-jobs = jobs
promise-services = { $quantity } { $what } by workshop { $c }
promise-tonnes = { $quantity } t to { $b }
hs-without-hs-code = without HS code
hs-food = food
hs-salt-stone-cement = salt, stone, cement
hs-ores = ores
hs-mineral-fuels-and-oils = mineral fuels and oils
hs-chemicals = chemicals
hs-plastics = plastics
hs-rubber-tyres = rubber, tyres
hs-wood = wood
hs-stone-articles = stone articles
hs-iron-and-steel = iron and steel
hs-steel-articles = steel articles
hs-aluminium = aluminium
hs-tools = tools
hs-metal-goods = metal goods
hs-machinery-engines = machinery, engines
hs-electrical-equipment = electrical equipment
hs-railway-equipment-containers = railway equipment, containers
hs-vehicles = vehicles
hs-aircraft = aircraft
hs-ships = ships
hs-instruments = instruments
hs-prefabricated-buildings-furniture = prefabricated buildings, furniture
hs-other-goods = other goods
mode-rail = rail
mode-river = river
mode-winter = winter road
mode-road = road
mode-air = air
part-line = in line, held, refuelling, warming up, changing crews, waiting for trucks
kind-bays = Bays
kind-technicians = Technicians
in-store = { $item } in { $store }
bound-trucks = trucks { $a }
bound-loader = loader { $a }
bound-places = places at { $a }
bound-crusher = crusher at { $a }
bound-grade-least = lack of grade at { $a }
bound-grade-most = excess of grade at { $a }
bound-blend-most = greatest grade at { $dump }, { $limit }
bound-blend-least = least grade at { $dump }, { $limit }

## The answer

years-no = no year
years-the-one = the one year
years-not-the-one = not the one year
years-none = { $n ->
        [one] none of { $n } year ({ $bound })
       *[other] none of { $n } years ({ $bound })
    }
years-each = { $n ->
        [one] each of { $n } year ({ $bound })
       *[other] each of { $n } years ({ $bound })
    }
years-some = { $n ->
        [one] { $met } of { $n } year ({ $range })
       *[other] { $met } of { $n } years ({ $range })
    }
chance-least = at least { $a } %
chance-most = at most { $a } %
answer-nothing = no year was finished, so there is no forecast
answer-no-machines = no machines: nothing is moved
answer-moves = the mine moves { $t } of { $what } in { $days } days{ $range }{ $plan }
answer-range = {" "}(P10–P90 { $a })
answer-plan = {", "}{ $a } of plan
answer-behind = {", "}{ $name } furthest behind with { $share }
answer-plan-met = {"; "}the whole plan is met in { $years }
answer-loss = most truck hours are lost to { $what } ({ $share })
answer-loss-long = { $what } takes { $share } of all truck hours (P10–P90 { $range }){ $then }.
answer-loss-then = {"; then "}{ $others }
answer-line-on-time = the agreement line due is on time in { $years }
answer-line-on-time-more = the agreement line due is on time in { $years } or more
answer-lines-on-time = each agreement line due is on time in { $years }
answer-lines-on-time-more = each agreement line due is on time in { $years } or more
answer-because = {", mostly because of "}{ $why }
answer-line = { $what } ({ $name }), due { $due }, is on time in { $years }{ $why }
late-by = { $days } late on average
late-at-least = at least { $days } late on average
answer-short = the { $people } people of { $place } run short of { $goods } in { $years }
answer-short-long = { $words }, then on { $days } in the median and up to { $most }{ $others }.
answer-short-others = { $n ->
        [one] { "; one other item runs short somewhere" }
       *[other] { "; " }{ $n } other items run short somewhere
    }
closing-lines = { $n ->
        [one] { $n } stock line may not last from the horizon's end to the next planned supply.
       *[other] { $n } stock lines may not last from the horizon's end to the next planned supply.
    }
closing-more-lines = { $n ->
        [one] { $n } more stock line may not last from the horizon's end to the next planned supply.
       *[other] { $n } more stock lines may not last from the horizon's end to the next planned supply.
    }
closing-line = in the year after, { $name } does not last to its next supply{ $next } in { $years }
closing-gap = {": in the median it is used up by "}{ $day }, { $days } before
worst-month = the worst month is { $month } with { $t }{ $plan }
worst-plan = {", "}{ $share } of its plan
worst-cause = { $who } { $what } for { $share }
worst-loader = loader { $name }
worst-truck = truck { $name }
worst-own = { $share } of its hours
worst-loaders = loaders
worst-trucks = trucks
worst-all = { $share } of the hours
binds-line-loaders = { $hours } truck hours in line at loaders ({ $range })
binds-wait-trucks = { $hours } loader hours waiting for trucks ({ $range })
binds-line-dumps = { $hours } truck hours in line at dumps ({ $range })
binds-wait-bay = { $hours } machine-hours waiting for any bay ({ $range })
binds-wait-technician = { $hours } machine-hours waiting for any technician ({ $range })
binds-loaders = Loaders
binds-of-face = loading, of the time at the face
binds-trucks = Trucks
binds-of-operating = hauling, of operating time
binds-crusher = Crusher { $a }
binds-of-rate = of its rate around the clock
binds-of-bays = taken, of bay-hours open
binds-of-shift = at work, of hours on shift
binds-trips = { $trips } trips with { $t } t on average
binds-vehicles = Vehicles { $a }
binds-of-trips = of the trips its season let them make

## Changes that were tried

untried-not-asked = it was not asked for
untried-too-few = that needs a run of { $n } years or more
untried-by-rates = changes are tried by every truck cycle, and this run is by rates
untried-changed = the scenario’s files changed while it ran
untried-stopped = the run was stopped
fate-helps = helps
fate-no-effect = no effect
fate-unclear = no clear effect
fate-harms = harms: { $what }
fate-lesser = seemed to help less than others
fate-failed = could not be run to its end
advice-untried = No change was tried: { $why }.
advice-nothing = Nothing in this run asks for a change by the rules used here.
advice-one-no = 1 change was tried; it does not help.
advice-none = { $tried } changes were tried; none helps.
advice-one-helps = 1 change was tried; it helps.
advice-some = { $tried } changes were tried; { $n ->
        [one] { $n } helps
       *[other] { $n } help
    }.
change-to = { $file }, { $row }: { $column } to { $to }
change-from-to = { $file }, { $row }: { $column } from { $from } to { $to }
change-row = { $file }: one more row { $name }, like { $like }
payer-mine = the mine
payer-service_centre = the service centre
payer-territory = the territory

## Suggestions

try-call-off = { $days ->
        [one] Call off { $line } { $days } day earlier, on { $date }
       *[other] Call off { $line } { $days } days earlier, on { $date }
    }
why-call-off = It is on time with a chance of { $chance }; its time goes mostly to { $why }.
try-goods = { $n } more of “{ $item }”
try-order-before = Order { $goods } for { $store } before the road closes
try-keep-in = Keep { $goods } in { $store }
why-behind = {", mostly behind "}{ $other }
why-queue = “{ $item }” stands { $days } in line for { $leg } on average{ $behind }; { $what }.
why-no-fuel = machines stand { $hours } hours without fuel, and demands for it wait { $waited }
why-no-parts = machines wait { $hours } hours for parts, and demands for it wait { $waited }
why-people = people have too little of it on { $n } person-days
why-late-line = { $line } is on time with a chance of { $chance }
try-board-first = Let “{ $item }” board first
try-more-trips = { $n ->
        [one] { $n } trip a day by { $vehicle } on { $leg } instead of { $now }
       *[other] { $n } trips a day by { $vehicle } on { $leg } instead of { $now }
    }
try-more-vehicles = { $n ->
        [one] { $n } vehicle by { $vehicle } on { $leg } instead of { $now }
       *[other] { $n } vehicles by { $vehicle } on { $leg } instead of { $now }
    }
try-loader = Add a loader at { $face }
why-loader = Trucks stand { $hours } hours in line at { $face }.
try-truck = Add a truck, one more { $model }
why-truck = Loaders wait { $hours } hours for trucks and load { $share } of their time at the face.
try-dispatch = Send trucks of { $mine } by { $other } instead of { $now }
why-dispatch = Trucks stand { $hours } hours in line at loaders, which load { $share } of their time at the face.
try-crusher = A faster crusher at { $dump }: { $rate } t/h
why-crusher = Trucks stand { $hours } hours in line at { $dump }, whose crusher of { $rate } t/h is used { $used } in shift time.
try-place = One more place at { $dump }
why-place = { $n ->
        [one] Trucks stand { $hours } hours in line at { $dump }, which has { $n } place.
       *[other] Trucks stand { $hours } hours in line at { $dump }, which has { $n } places.
    }
try-bay = Add a bay to { $bay }
why-bay = Machines wait { $hours } hours for a bay; { $bay } is taken { $used } of the time it is open.
try-technician = Add a { $trade } to { $group }
why-technician = Machines wait { $hours } hours for a technician (off-shift hours included); { $group } are at work { $used } of their shifts.
try-tow = One more recovery vehicle at { $workshop }
why-tow = Failed machines wait { $hours } hours for tow or a field crew.
why-parts = Machines wait { $hours } hours for parts; demands for “{ $item }” wait { $days } in all{ $when }.
why-fuel = Machines stand { $hours } hours without fuel; demands for “{ $item }” wait { $days } in all{ $when }.
why-lack = { $n ->
        [one] { $people } person have too little “{ $item }” on { $days } on average{ $when }.
       *[other] { $people } people have too little “{ $item }” on { $days } on average{ $when }.
    }
why-bare-days = {"; the shelf in "}{ $store } is bare for { $days } or more in one year in ten
why-bare = {"; the shelf in "}{ $store } is bare from { $from } to { $to } in most years
try-goods-in = “{ $item }” in { $store }
try-have = Have { $n } more of { $goods } at the start
try-keep = Keep { $n } more of { $goods }
try-earlier = Order the year’s goods for { $store } six weeks earlier
note-synthetic = Temperatures of { $station } are synthetic: monthly normals with the daily anomalies measured at { $from }.
note-restrictions = Trade restrictions are data of the scenario. The program carries no legal list and gives no legal advice.

## Definitions of measures

def-tonnes = Mass dumped at all dumps within the horizon. Definition of this program.
def-plan-share = Mass delivered (dumped, but on stockpiles) by the mines and in the months that have a plan for it, over that plan; a month that the horizon cuts is planned for its days within it. Definition of this program.
def-grade = Mean grade by mass of what was dumped here, in the unit of the scenario's grades; without value where nothing was. Definition of this program.
def-off-blend = Mass of loads that left the running mean grade outside the dump's limits, over all mass with a grade dumped there. Definition of this program.
def-crusher-down = Calendar hours in which the crusher stood after failures. Definition of this program.
def-cycles = Truck loads dumped within the horizon. Definition of this program.
def-productivity = Mass dumped over operating time (working and delay) of trucks. Term after GMG 2020 (recalled).
def-fuel = Fuel burnt by all machines. Definition of this program.
def-fuel-per-tonne = Fuel burnt over mass dumped. Definition of this program.
def-fuel-of-group = Fuel burnt by these machines. Definition of this program.
def-energy = Electric energy taken from chargers and trolley lines, at the truck. Definition of this program.
def-energy-per-tonne = That energy over mass dumped. Definition of this program.
def-carbon = Carbon dioxide of fuel burnt and electricity drawn: 2.68 kg for a litre of diesel (IPCC 2006 Guidelines, volume 2: 43.0 TJ/Gg in table 1.2, 74.1 t/TJ in table 2.2; 0.84 kg/L), and what the scenario says of its electricity.
def-carbon-per-tonne = That carbon dioxide over mass dumped. Definition of this program.
def-class-hours = Machine-hours of calendar time in states of this class; calendar time begins when the machine joins the fleet. Classes after the time-usage model of GMG 2020 (recalled).
def-availability = Physical availability: (calendar time − down time) over calendar time, GMG 2020 (recalled). Waiting for tow, bay, technician, part and weather is down time, as is planned service.
def-utilisation = Use of availability: (working + delay) over (calendar time − down time), GMG 2020 (recalled).
def-efficiency = Operating efficiency: working over operating time (working + delay), GMG 2020 (recalled).
def-mechanical = Mechanical availability: operating time (working + delay) over operating and down time, as handbooks of machine makers use the term (recalled); standby is left out.
def-effective = Working time over calendar time, GMG 2020 (recalled).
def-failures = Failures of subsystems. Definition of this program.
def-services = Planned services finished. Definition of this program.
def-mtbf = Mean operating time between failures: (working + delay) over failures; without value where nothing failed. Term of ISO 22400-2 (recalled).
def-mttr = Mean time to repair: hands-on repair hours over failures, waiting left out; without value where nothing failed. Term of ISO 22400-2 (recalled).
def-mdt = Mean down time: all hours down after failures, waiting included, over failures; without value where nothing failed. Term of EN 13306 (recalled).
def-wait = Machine-hours down waiting for this, after failures and for services. Definition of this program.
def-bay-use = Bay-hours taken over bay-hours there were from opening on. Definition of this program.
def-technician-use = Technician-hours of hands-on work over technician-hours on shift. Definition of this program.
def-fill-rate = Demands met in full from the shelf at once over all demands (type-1 by demand, Silver, Pyke and Peterson 1998, recalled); without value where nothing was asked for.
def-unmet = Demands given up or still waiting when the horizon ended. Definition of this program.
def-demand-wait = Mean waiting of a demand from asking to the last unit, those met at once included. Definition of this program.
def-emergencies = Orders by emergency leg for waiting demands. Definition of this program.
def-cover = Days from the horizon's end to the first with too little, when what is on the shelf and on the way is used as it was asked for in the same months of the horizon; at most 730. Definition of this program.
def-cover-lasts = 1 where cover at the end reaches to the next planned supply, 0 where not; without value where none is planned. Definition of this program.
def-cover-short-days = Days between the end of cover and the next planned supply, summed over all lines that people or all machines live from. Definition of this program.
def-stock-value = Book value of what is on all shelves when the horizon ends. Definition of this program.
def-spoilage = Book value of what spoiled or was refused for want of room. Definition of this program.
def-freight = Mass that set off on the leg within the horizon, both directions apart. Definition of this program.
def-opened = First open day of the season's window, counted from the horizon's first day; without value where the window did not come. Definition of this program.
def-full-load = First day at the last of the operator's load steps; without value where it was not reached. Definition of this program.
def-closed = Last open day of the season's window. Definition of this program.
def-open-days = Days of the horizon on which the season was open. Definition of this program.
def-otif = Lines delivered in full by the end of their due day at the place of delivery, over lines due within the horizon. On time in full as logistics uses the term (recalled).
def-on-time = 1 where the line was delivered in full before the end of its due day (the midnight after it is late), 0 where not, also where it is not complete when the horizon ends; without value where it is due after the horizon. Definition of this program.
def-lateness = Days begun since the end of the due day until the last unit came, 0 where on time, as penalties count them; where not complete, up to the horizon’s end, which is a lower bound; without value where it is due after the horizon. Definition of this program.
def-delivered = Units delivered within the horizon and before, over the units promised. Definition of this program.
def-penalty = Penalty fallen due for the line within the horizon. Definition of this program.
def-shortage = Days on which the settlement had too little of the item. Definition of this program.
def-mine-shortage = Days on which the mine's store had too little of what the mine uses by day, cold or tonnes hauled; haulage goes on. Definition of this program.
def-person-days = Days with too little of an item times the people of the settlement, over all items. Definition of this program.
def-task-done = Day on which the task was done at its site, counted from the horizon’s first day; beyond the last day where it was not done, which is a lower bound. Definition of this program.
def-turnover = Value of goods of orders that changed hands, and of services under agreements as they are done, at their share of their line's price; of exports the partner is the buyer, else the seller. Definition of this program.
def-import-by-seat = Turnover with sellers seated outside the home territory, services among it, wherever the goods were made or are handed over. Definition of this program.
def-import-by-origin = Value of goods whose origin is a territory other than the home territory, whoever sells them, as customs statistics of imports ask (UN IMTS 2010, recalled), and of services of who is seated abroad; goods of unknown origin are left out. Definition of this program.
def-unknown-origin = Value of goods whose item has no `origin`: imports by origin are at least what they are told to be, and at most so much more. Definition of this program.
def-works = Value of jobs done that count for an agreement's line on services, at their share of the line's price; no such money is paid in the cash view. Definition of this program.
def-cost = Cash view: money paid within the horizon, whatever was used of what it bought; what is used is at `use`. Definition of this program.
def-cost-per-tonne = Cash view: all money paid within the horizon over mass dumped; it includes machines, stock bought for later and goods for settlements. What moves a tonne costs `use.per_tonne`. Definition of this program.
def-use = View by use: what was used within the horizon, whenever it was paid. Goods at price and freight as a moving weighted average (IAS 2, recalled): opening + bought + freight − closing − spoiled, goods on the way at both ends in it; opening stock at the cheapest permitted offer with planned freight. Labour, operation, electricity, crews and penalties as paid, what spoiled, interest on stock, machines by the hour or worn off, never both. Definition of this program.
def-use-of-payer = Of that cost by use what this payer bears: the mine parts, fuel, labour, machines, electricity; settlements and projects what they use, each as the scenario names its payer. Definition of this program.
def-use-per-tonne = Cost by use of the mine alone over mass dumped. Definition of this program.
def-goods-worth = Worth of goods on all shelves and paid for and on the way, machines left out; at the start the cheapest permitted offer with planned freight, then a moving weighted average of what was paid. Definition of this program.
def-capital-paid = Money paid for machines and their freight. It is no cost by use: that has their ownership by the hour, or their price worn off. Definition of this program.
def-margin-worth = Mass delivered, but on stockpiles, at `worth_per_t` of its material; materials without one count nothing. Definition of this program.
def-margin = Worth of what was delivered less the mine's cost by use. Definition of this program.
def-refusals = How often an offer was refused by a restriction when an order looked at it. Definition of this program.
def-least-plan-share = The lowest of the shares of plan over materials; without value where nothing is planned. The plan is met where it is 1 or more. Definition of this program.
def-match-factor = Rate at which trucks could come (trucks over their own mean cycle without waiting) over the rate at which loaders could load (sum over loaders of loads over loading time); 1 where they match, without value where nothing was hauled. For mixed fleets, Burt and Caccetta 2007 (recalled).
def-plan-met = 1 where every material that has a plan reaches it over its planned months together, else 0. Definition of this program.
def-delivered-tonnes = Mass dumped within the horizon, but on stockpiles, where it is still to come. Definition of this program.
def-task-is-done = 1 where the task was done within the horizon, else 0. Definition of this program.
def-task-on-time = 1 where the task was done on or before the day it is wanted by, else 0, also where it is not done when the horizon ends. Definition of this program.
def-delivered-wanted = Mass of ore dumped, but on stockpiles; of every material where the scenario has no ore. Definition of this program.
def-late-value-days = Lateness in days of every agreement line times its price, summed, to the horizon's end where it is not complete; lines due after the horizon are left out. Definition of this program.

## Units of what one more is worth

bound-at-work = machines at work
bound-all = all machines, all scheduled hours
unit-t-h-per-truck = t/h per truck
unit-t-h-per-loader = t/h per loader
unit-t-h-per-place = t/h per place
unit-t-h-per-t-h-of-the-crusher = t/h per t/h of the crusher
unit-t-h-per-unit-of-grade-times-t-h = t/h per unit of grade times t/h
unit-t-h-per-unit-of-grade = t/h per unit of grade
