# What a terminal shows: run, compare, check.

## The summary of a run

console-head = { $from } to { $to }, { $n }, seed { $seed }{ $stopped }
console-stopped = {" "}(INCOMPLETE: the run was stopped)
console-mean = mean
console-line = agreement line
console-due = due
console-on-time = on time
console-in-full = in full, P50
console-late = late
console-why = why
console-lost = truck hours lost to
console-of-all = of all
console-cover = cover at the end
console-on-hand = on hand, P50
console-lasts = lasts, P50
console-next-supply = next supply
console-lasts-to-it = lasts to it
console-binds = what binds
console-evidence = evidence
console-limits = what limits the bound
console-part = part of it
console-longest-line = Longest line: { $leg }, { $t } t waiting at the peak (week to { $day }); { $item } stands { $days } there with the road open{ $behind }.
console-behind = {", "}while most that sets off is { $other }
console-one = { $called ->
        [year] This is one possible year, not a forecast: run more to see the spread.
       *[other] This is one possible outcome, not a forecast: run more to see the spread.
    }
console-honesty = { $called ->
        [year] P10 and P90: one year in ten is below and above. ± is the 95 % interval of the mean of { $n } years; it tells how well the mean is known, not how far years differ. A chance stands with its own 95 % interval. What came in fewer than { $rare } years has no ±: its mean hangs on those few. “After” and “at least”: not there when the horizon ended.
       *[other] P10 and P90: one simulation in ten is below and above. ± is the 95 % interval of the mean of { $n } simulations; it tells how well the mean is known, not how far they differ. A chance stands with its own 95 % interval. What came in fewer than { $rare } simulations has no ±: its mean hangs on those few. “After” and “at least”: not there when the horizon ended.
    }
console-all = --all shows every measure, where hours are lost, what limits tonnes, and cover at the end.
console-report = Report: { $path }

## How closely haulage was followed

followed-rates = Haulage was followed by production rates, not by every truck cycle
followed-cycles = Haulage was followed by every truck cycle
followed-one-way = {"; "}nothing was run both ways, so nobody knows how far rates are off here
followed-both-ways = {"; "}{ $pairs } were run both ways with the same luck
followed-more = {"; "}{ $pairs } were run by rates too with the same luck, and { $more } by rates alone
rates-learned = Rates were learned in { $states } states of machines at work and roads by { $loads } simulated loads, with a median half-width of { $half } at 95 %{ $between }.
rates-between = {"; "}between them it was interpolated by what a truck of a class adds, known { $n } times
fidelity-title = How closely haulage was followed
fidelity-table = Table: both ways of following haulage
fidelity-table-together = Table: means with the help of cheap simulations by rates
fidelity-both = run both ways
fidelity-cycles = cycles
fidelity-rates = rates
fidelity-apart = rates − cycles
fidelity-together = with cheap simulations by rates
fidelity-alone = cycles alone ±
fidelity-variance = variance ÷

## Two scenarios beside each other

differs-too-few = too few to tell
differs-same = the same every time
differs-untold = no difference can be told
differs-higher = higher
differs-lower = lower
trade-off-cheaper = cheaper and fewer tonnes
trade-off-dearer = dearer and more tonnes
trade-off-margin = see the margin
trade-off-no-worth = no worth of a tonne is written
caution-seeds = The seeds differ: the runs do not share their luck, and intervals are wider than need be.
caution-horizons = The horizons differ: totals are of different lengths of time.
caution-currencies = The currencies differ: amounts of money cannot be compared.
caution-same = Both are the same scenario.
caution-one-worth = The worth of a tonne is written in one of them only: no margin is compared.
caution-worths = The worth of a tonne differs: margins differ by that too.
compare-pairs = { $pairs }, seed { $seed }, common random numbers
compare-inputs-same = The inputs say the same.
compare-inputs = B says otherwise
compare-nothing = nothing
compare-row-new = new
compare-row-gone = gone
compare-more-lines = and { $n } more; --all shows them
compare-more-rows = { $n ->
        [one] and { $n } more row
       *[other] and { $n } more rows
    }
compare-measure = measure
compare-interval = 95 % interval
compare-better = {", "}{ $which } better
compare-else = What else differs
compare-sum = { $n ->
        [one] Of { $n } measure, { $differ } differ, in { $untold } no difference can be told, { $same } are the same every time{ $more }.
       *[other] Of { $n } measures, { $differ } differ, in { $untold } no difference can be told, { $same } are the same every time{ $more }.
    }
compare-more = {"; "}--all shows every one that differs
compare-paid = Paid is cash within the horizon; used is what the horizon took, whenever it was paid: stock at both ends is valued.
compare-luck = About one measure in twenty differs by luck alone: trust the one you asked about beforehand.
compare-only = Only in A: { $a } measures; only in B: { $b }.

## A scenario in order

check-in-order = { $title }: in order
check-horizon = { $days } from { $start }, { $zone }
check-rimpull = rimpull
check-retarder = retarder
check-given = as given for { $names }
check-derived = derived from power for { $names }
check-assumed = { $n ->
        [one] { $n } figure stands where a cell is empty: `iceroad check --defaults` shows it
       *[other] { $n } figures stand where cells are empty: `iceroad check --defaults` lists them
    }
