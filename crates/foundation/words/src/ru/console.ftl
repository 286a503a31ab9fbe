# Что видно в терминале: run, compare, check.

## The summary of a run

console-head = { $from } – { $to }, { $n }, зерно { $seed }{ $stopped }
console-stopped = {" "}(НЕ ЗАВЕРШЁН: расчёт остановлен)
console-mean = среднее
console-line = позиция договора
console-due = срок
console-on-time = в срок
console-in-full = полностью, P50
console-late = опоздание
console-why = причина
console-lost = потери часов самосвалов
console-of-all = от всех
console-cover = обеспеченность на конец
console-on-hand = в наличии, P50
console-lasts = хватит на, P50
console-next-supply = следующий завоз
console-lasts-to-it = хватит до него
console-binds = что сдерживает
console-evidence = основание
console-limits = чем ограничен предел
console-part = его доля
console-longest-line = Самая большая очередь: { $leg }, в пик ждут { $t } т (неделя по { $day }); { $item } стоит там { $days } при открытой дороге{ $behind }.
console-behind = {", "}а уходит в основном { $other }
console-one = { $called ->
        [year] Это один возможный год, а не прогноз: чтобы увидеть разброс, рассчитайте больше лет.
       *[other] Это один возможный исход, а не прогноз: чтобы увидеть разброс, рассчитайте больше прогонов.
    }
console-honesty = { $called ->
        [year] P10 и P90: ниже и выше них один год из десяти. ± – 95 %-й интервал среднего по годам (их { $n }): насколько хорошо известно среднее, а не насколько различаются годы. У вероятности свой 95 %-й интервал. У того, что было менее чем в { $rare } годах, ± нет: среднее держится на этих немногих. «После» и «не менее»: к концу периода этого ещё не было.
       *[other] P10 и P90: ниже и выше них один прогон из десяти. ± – 95 %-й интервал среднего по прогонам (их { $n }): насколько хорошо известно среднее, а не насколько различаются прогоны. У вероятности свой 95 %-й интервал. У того, что было менее чем в { $rare } прогонах, ± нет: среднее держится на этих немногих. «После» и «не менее»: к концу периода этого ещё не было.
    }
console-all = --all покажет все показатели, потери часов, пределы добычи и обеспеченность на конец периода.
console-report = Отчёт: { $path }

## How closely haulage was followed

followed-rates = Перевозка рассчитана по темпам, а не по каждому рейсу
followed-cycles = Перевозка рассчитана по каждому рейсу
followed-one-way = {"; "}обоими способами ничего не рассчитано, поэтому неизвестно, насколько темпы здесь ошибаются
followed-both-ways = {"; "}обоими способами при одинаковых случайностях рассчитано: { $pairs }
followed-more = {"; "}по темпам при тех же случайностях рассчитано: { $pairs }, и только по темпам: { $more }
rates-learned = Темпы выучены на { $states } состояниях работающих машин и дорог, смоделировано рейсов – { $loads }; медианная полуширина 95 %-го интервала – { $half }{ $between }.
rates-between = {"; "}между ними – интерполяция по тому, что добавляет самосвал класса (известно случаев: { $n })
fidelity-title = Насколько подробно рассчитана перевозка
fidelity-table = Таблица: оба способа расчёта перевозки
fidelity-table-together = Таблица: средние с помощью дешёвых прогонов по темпам
fidelity-both = рассчитано обоими способами
fidelity-cycles = по рейсам
fidelity-rates = по темпам
fidelity-apart = темпы − рейсы
fidelity-together = вместе с прогонами по темпам
fidelity-alone = только рейсы ±
fidelity-variance = дисперсия ÷

## Two scenarios beside each other

differs-too-few = слишком мало, чтобы судить
differs-same = всегда одинаково
differs-untold = различие не установлено
differs-higher = больше
differs-lower = меньше
trade-off-cheaper = дешевле, но тонн меньше
trade-off-dearer = дороже, но тонн больше
trade-off-margin = смотрите маржу
trade-off-no-worth = цена тонны не задана
caution-seeds = Зёрна случайных чисел различаются: случайности не общие, и интервалы шире, чем нужно.
caution-horizons = Периоды различаются: суммы – за разное время.
caution-currencies = Валюты различаются: суммы денег нельзя сравнивать.
caution-same = Это один и тот же сценарий.
caution-one-worth = Цена тонны задана только в одном из них: маржа не сравнивается.
caution-worths = Цена тонны различается: маржа отличается и из-за этого.
compare-pairs = { $pairs }, зерно { $seed }, общие случайные числа
compare-inputs-same = Исходные данные одинаковы.
compare-inputs = В B иначе
compare-nothing = пусто
compare-row-new = новая строка
compare-row-gone = строки нет
compare-more-lines = и ещё { $n }; все покажет --all
compare-more-rows = { $n ->
        [one] и ещё { $n } строка
        [few] и ещё { $n } строки
       *[other] и ещё { $n } строк
    }
compare-measure = показатель
compare-interval = 95 %-й интервал
compare-better = {", "}лучше { $which }
compare-else = Что ещё различается
compare-sum = Показателей – { $n }: различаются { $differ }, различие не установлено в { $untold }, всегда одинаковы { $same }{ $more }.
compare-more = {"; "}все различия покажет --all
compare-paid = «Оплачено» – деньги за период; «израсходовано» – что израсходовано за период, когда бы оно ни было оплачено: запас на начало и конец оценивается.
compare-luck = Примерно один показатель из двадцати различается случайно: верьте тому, о котором спрашивали заранее.
compare-only = Показателей только в A – { $a }, только в B – { $b }.

## A scenario in order

check-in-order = { $title }: всё в порядке
check-horizon = { $days } с { $start }, { $zone }
check-rimpull = тяга
check-retarder = замедлитель
check-given = задано для { $names }
check-derived = выведено из мощности для { $names }
check-assumed = { $n ->
        [one] { $n } значение взято за пустую ячейку: его покажет `iceroad check --defaults`
        [few] { $n } значения взяты за пустые ячейки: их покажет `iceroad check --defaults`
       *[other] { $n } значений взято за пустые ячейки: их покажет `iceroad check --defaults`
    }
