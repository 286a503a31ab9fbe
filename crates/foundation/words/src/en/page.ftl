# The page: its links, its first screen, what binds, the method.

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
one-only = { $called ->
        [year] one year
       *[other] one simulation
    }
foot-made = { $called ->
        [year] Made by iceroad { $version } from scenario { $digest }, random number seed { $seed }, { $n } of { $of } years. The same input gives the same bytes.
       *[other] Made by iceroad { $version } from scenario { $digest }, random number seed { $seed }, { $n } of { $of } simulations. The same input gives the same bytes.
    }

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
advice-method = { $called ->
        [year] { $n ->
            [one] Each was tried alone, in { $n } year of this run that it was not chosen by: with and without it, the same weather and the same luck. The interval holds the mean effect with { $level }.
           *[other] Each was tried alone, in { $n } years of this run that it was not chosen by: with and without it, the same weather and the same luck. The interval holds the mean effect with { $level }.
        }
       *[other] { $n ->
            [one] Each was tried alone, in { $n } simulation of this run that it was not chosen by: with and without it, the same weather and the same luck. The interval holds the mean effect with { $level }.
           *[other] Each was tried alone, in { $n } simulations of this run that it was not chosen by: with and without it, the same weather and the same luck. The interval holds the mean effect with { $level }.
        }
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

## Method

method-title = Method, and how far to trust it
method-table = Table: every measure, with its definition and source
method-none = Nothing was simulated to its end.
method-one = { $called ->
        [year] One year was run: one possible year, not a forecast. Nothing here has a spread.
       *[other] The period was simulated once: what may be, not a forecast. Nothing here has a spread.
    }
method-many = { $called ->
        [year] { $years } were run. P10 and P90 are the values that one year in ten stays below and above; the median is between. An interval (±) is Student’s 95 % interval of the mean: it tells how well the mean is known, not how far years differ. A chance has the exact interval of Clopper and Pearson; seen in all years or in none it is told by the bound that can be wrong. What came in few years has no ±. What was not there when the horizon ended is late: dates read “after”, means “at least”.
       *[other] { $years } were run. P10 and P90 are the values that one simulation in ten stays below and above; the median is between. An interval (±) is Student’s 95 % interval of the mean: it tells how well the mean is known, not how far simulations differ. A chance has the exact interval of Clopper and Pearson; seen in all simulations or in none it is told by the bound that can be wrong. What came in few simulations has no ±. What was not there when the horizon ended is late: dates read “after”, means “at least”.
    }
method-rough = With so few, { $n }, P10 and P90 are rough; a hundred give them to within a few hundredths of chance.
method-stopped = The run was stopped: { $n } of { $of } are here.
method-resampled = { $called ->
        [year] Weather: each simulated year draws whole measured years, July to June, the same year for all stations. It knows no trend: a warmer future is not in it.
       *[other] Weather: each simulation draws whole measured years, July to June, the same year for all stations. It knows no trend: a warmer future is not in it.
    }
method-recorded = Weather: the record as it was from July { $year } on, the same each time. The spread is that of machines and supply alone.
method-rates = Every failure, repair, order and shipment is simulated; between them trucks and loaders produce at rates learned from single truck cycles.
method-cycles = Every truck cycle, failure, repair, order and shipment is simulated; nothing is averaged beforehand.
method-laws = { $followed } Machines follow the laws that the scenario gives them, with no learning, no strikes and no accidents beyond those laws.
method-terms = Time usage follows the terms of the Global Mining Guidelines Group’s time usage model (2020), recalled; each measure’s formula is given in the table below.
method-advice = Suggestions: rules propose changes from the first half of the run, which also chooses among them; what is shown is the effect in the second half, run with and without the change under the same luck. What changes nothing, harms a promise, or cannot be told from nothing is not shown.
measure = Measure
definition = Definition
