# Numbers, dates, units, counted things.

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
unit-RUB = RUB
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
count-simulation = { $n ->
        [one] { $n } simulation
       *[other] { $n } simulations
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
count-more-simulation = { $n ->
        [one] { $n } more simulation
       *[other] { $n } more simulations
    }
count-paired-year = { $n ->
        [one] { $n } paired year
       *[other] { $n } paired years
    }
count-paired-simulation = { $n ->
        [one] { $n } paired simulation
       *[other] { $n } paired simulations
    }
count-loader = { $n ->
        [one] { $n } loader
       *[other] { $n } loaders
    }
count-workshop = { $n ->
        [one] { $n } workshop
       *[other] { $n } workshops
    }
count-bay = { $n ->
        [one] { $n } bay
       *[other] { $n } bays
    }
count-item = { $n ->
        [one] { $n } item
       *[other] { $n } items
    }
count-offer = { $n ->
        [one] { $n } offer
       *[other] { $n } offers
    }
count-store = { $n ->
        [one] { $n } store
       *[other] { $n } stores
    }
count-leg = { $n ->
        [one] { $n } leg
       *[other] { $n } legs
    }
count-restriction = { $n ->
        [one] { $n } restriction
       *[other] { $n } restrictions
    }
count-agreement = { $n ->
        [one] { $n } agreement
       *[other] { $n } agreements
    }
count-agreement-line = { $n ->
        [one] { $n } agreement line
       *[other] { $n } agreement lines
    }
count-settlement = { $n ->
        [one] { $n } settlement
       *[other] { $n } settlements
    }
count-project = { $n ->
        [one] { $n } project
       *[other] { $n } projects
    }

## Values

after = after { $a }
at-least = at least { $a }
at-most = at most { $a }
up-to-the-end = up to the end { $a }
points = { $sign }{ $b } pp
in-of = in { $met } of { $of }
