# What a run finds: the answer, changes that were tried, suggestions.

## The answer

times-no = { $called ->
        [year] no year
       *[other] no simulation
    }
times-the-one = { $called ->
        [year] the one year
       *[other] the one simulation
    }
times-not-the-one = { $called ->
        [year] not the one year
       *[other] not the one simulation
    }
times-none = { $called ->
        [year] none of { $n } years ({ $bound })
       *[other] none of { $n } simulations ({ $bound })
    }
times-each = { $called ->
        [year] each of { $n } years ({ $bound })
       *[other] each of { $n } simulations ({ $bound })
    }
times-some = { $called ->
        [year] { $met } of { $n } years ({ $range })
       *[other] { $met } of { $n } simulations ({ $range })
    }
chance-least = at least { $a } %
chance-most = at most { $a } %
answer-nothing = nothing was simulated to its end, so there is no forecast
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
closing-line = { $called ->
        [year] in the year after, { $name } does not last to its next supply{ $next } in { $years }
       *[other] after the horizon, { $name } does not last to its next supply{ $next } in { $years }
    }
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
binds-crusher = Crusher
binds-of-rate = of its rate around the clock
binds-of-bays = taken, of bay-hours open
binds-of-shift = at work, of hours on shift
binds-trips = { $trips } trips with { $t } t on average
binds-vehicles = Vehicles
binds-of-trips = of the trips its season let them make

## Changes that were tried

untried-not-asked = it was not asked for
untried-too-few = that needs a run with -n { $n } or more
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
why-bare-days = { $called ->
        [year] {"; the shelf in "}{ $store } is bare for { $days } or more in one year in ten
       *[other] {"; the shelf in "}{ $store } is bare for { $days } or more in one simulation in ten
    }
why-bare = { $called ->
        [year] {"; the shelf in "}{ $store } is bare from { $from } to { $to } in most years
       *[other] {"; the shelf in "}{ $store } is bare from { $from } to { $to } in most simulations
    }
try-goods-in = “{ $item }” in { $store }
try-have = Have { $n } more of { $goods } at the start
try-keep = Keep { $n } more of { $goods }
try-earlier = Order the year’s goods for { $store } six weeks earlier
note-synthetic = Temperatures of { $station } are synthetic: monthly normals with the daily anomalies measured at { $from }.
note-restrictions = Trade restrictions are data of the scenario. The program carries no legal list and gives no legal advice.
