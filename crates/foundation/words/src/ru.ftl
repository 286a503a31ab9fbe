# Слова программы по-русски: те же ключи и те же подстановки, что в `en.ftl`.

## Numbers and dates

scale-thousand = { $a } тыс.
scale-million = { $a } млн
scale-billion = { $a } млрд
scale-trillion = { $a } трлн
prefix-kilo = { $a } тыс. { $unit }
prefix-mega = { $a } млн { $unit }
prefix-giga = { $a } млрд { $unit }
unit-t = т
unit-L = л
unit-h = ч
unit-t-h = т/ч
unit-kg-t = кг/т
unit-L-t = л/т
unit-kWh = кВт·ч
unit-kWh-t = кВт·ч/т
unit-failures = отказов
unit-services = ТО
unit-orders = заказов
unit-demands = требований
unit-loads = рейсов
unit-person-days = чел.-сут
unit-times = раз
unit-grade = содерж.
unit-kg = кг
unit-trucks-for-the-loaders = самосвалов на экскаваторы
date = { $day } { $month } { $year }
date-short = { $day } { $month }
month-of-year = { $month } { $year }
date-month-1 = января
month-1 = январь
month-short-1 = янв
date-month-2 = февраля
month-2 = февраль
month-short-2 = фев
date-month-3 = марта
month-3 = март
month-short-3 = мар
date-month-4 = апреля
month-4 = апрель
month-short-4 = апр
date-month-5 = мая
month-5 = май
month-short-5 = май
date-month-6 = июня
month-6 = июнь
month-short-6 = июн
date-month-7 = июля
month-7 = июль
month-short-7 = июл
date-month-8 = августа
month-8 = август
month-short-8 = авг
date-month-9 = сентября
month-9 = сентябрь
month-short-9 = сен
date-month-10 = октября
month-10 = октябрь
month-short-10 = окт
date-month-11 = ноября
month-11 = ноябрь
month-short-11 = ноя
date-month-12 = декабря
month-12 = декабрь
month-short-12 = дек
days = { $n ->
        [one] { $a } сут
        [few] { $a } сут
        [many] { $a } сут
       *[other] { $a } сут
    }
count-year = { $n ->
        [one] { $n } год
        [few] { $n } года
        [many] { $n } лет
       *[other] { $n } лет
    }
count-simulated-year = { $n ->
        [one] { $n } смоделированный год
        [few] { $n } смоделированных года
        [many] { $n } смоделированных лет
       *[other] { $n } смоделированных лет
    }
count-simulated-period = { $n ->
        [one] { $n } смоделированный период
        [few] { $n } смоделированных периода
        [many] { $n } смоделированных периодов
       *[other] { $n } смоделированных периодов
    }
count-truck = { $n ->
        [one] { $n } самосвал
        [few] { $n } самосвала
        [many] { $n } самосвалов
       *[other] { $n } самосвалов
    }
count-load = { $n ->
        [one] { $n } рейс
        [few] { $n } рейса
        [many] { $n } рейсов
       *[other] { $n } рейсов
    }
count-failure = { $n ->
        [one] { $n } отказ
        [few] { $n } отказа
        [many] { $n } отказов
       *[other] { $n } отказов
    }
count-line = { $n ->
        [one] { $n } позиция
        [few] { $n } позиции
        [many] { $n } позиций
       *[other] { $n } позиций
    }
count-day = { $n ->
        [one] { $n } сутки
        [few] { $n } суток
        [many] { $n } суток
       *[other] { $n } суток
    }
count-cell = { $n ->
        [one] { $n } ячейка
        [few] { $n } ячейки
        [many] { $n } ячеек
       *[other] { $n } ячеек
    }
count-trip = { $n ->
        [one] { $n } рейс
        [few] { $n } рейса
        [many] { $n } рейсов
       *[other] { $n } рейсов
    }
count-vehicle = { $n ->
        [one] { $n } машина
        [few] { $n } машины
        [many] { $n } машин
       *[other] { $n } машин
    }
count-whole-winter = { $n ->
        [one] { $n } полная зима
        [few] { $n } полные зимы
        [many] { $n } полных зим
       *[other] { $n } полных зим
    }
count-more-year = { $n ->
        [one] ещё { $n } год
        [few] ещё { $n } года
        [many] ещё { $n } лет
       *[other] ещё { $n } лет
    }

## States of machines

state-absent = не в парке
state-travel_empty = движение порожняком
state-queue_load = очередь у экскаваторов
state-loading = погрузка
state-travel_loaded = движение с грузом
state-queue_dump = очередь на разгрузке
state-dumping = разгрузка
state-refuelling = заправка
state-wait_truck = ожидание самосвалов
state-off_shift = вне смены
state-weather_stop = актированное время (мороз)
state-no_work = нет работы
state-no_fuel = нет топлива
state-wait_tow = ожидание буксировки или выездной бригады
state-tow = буксировка
state-wait_bay = ожидание бокса
state-wait_technician = ожидание слесаря
state-wait_part = ожидание запчасти
state-wait_weather = ожидание погоды
state-repair = ремонт
state-service = плановое ТО
state-held_on_road = задержка на дороге
state-shift_change = пересменка
state-warm_up = прогрев
state-break = перерыв
state-no_operator = нет водителя
state-blast_stand_down = отвод на время взрыва
class-absent = не в парке
class-working = работа
class-delay = задержки
class-standby = резерв
class-down = в ремонте

## The links at the top

nav-next = Что попробовать
nav-tonnes = Тонны
nav-hours = Часы самосвалов
nav-usage = Фонд времени
nav-routes = Маршруты и шины
nav-stops = Простои
nav-workshop = Боксы и люди
nav-stock = Запасы
nav-map = Карта
nav-roads = Сезоны дорог
nav-agreements = Договоры
nav-turnover = Оборот
nav-costs = Затраты
nav-method = Метод
nav-sections = Разделы
nav-pit = Карьер
nav-shift = Смена

## The first screen

head-stopped = не завершён: расчёт остановлен
head-horizon = { $from } – { $to }
head-try = Что стоит попробовать
head-binds = Что сдерживает
tile-availability = КТГ самосвалов
tile-utilisation = КИО самосвалов
tile-otif = Поставки в срок и полностью
tile-person-days = Нехватка, чел.-сут
tile-use = Расходы рудника
tile-margin = Маржа
tile-ore = Руда доставлена
tile-ore-plan = Руда к плану
tile-delivered = Доставлено
tile-plan = К плану
tile-delivered-means = Разгружено за период расчёта, кроме промежуточных складов.
tile-plan-means = По месяцам и материалам, на которые есть план.
tile-road-means = Первые сутки с полной нагрузкой: { $a }, { $b }
p10-p90 = P10–P90 { $a }
tile-road = { $a }: полная нагрузка с
one-year = один год
foot-made = Создано iceroad { $version } по сценарию { $digest }, начальное число случайных потоков { $seed }, лет рассчитано: { $n } из { $of }. Одинаковый вход даёт одинаковые байты.

## What binds and what to try

next-lead = Загружено сильнее всего: { $what } ({ $used } { $of }). { $why }.
next-title = Что сдерживает и что попробовать
next-table = Таблица: загрузка всех ресурсов
next-try = Что стоит попробовать
next-dropped = Проверено и отклонено
next-behind = На чём основан ответ
next-change = Изменение
next-fate = Что вышло
next-pairs = Пар лет
next-bars = Загрузка ресурсов
what = Что
next-used = Загрузка (P10–P90)
next-share = Доля от чего
next-evidence = Основание
advice-method = Каждое изменение проверено отдельно на тех годах этого расчёта, по которым его не выбирали (пар лет: { $n }): с ним и без него, при одинаковой погоде и одинаковых случайностях. Интервал накрывает средний эффект с вероятностью { $level }.
advice-folder = RUN – папка расчёта с --out.
advice-effect = эффект
advice-now = сейчас
advice-adds = добавляет
from-to = от { $a } до { $b }
verdict-better = лучше
verdict-worse = хуже
verdict-more = больше
verdict-less = меньше
verdict-open = нельзя сказать
advice-cells = и ещё такие же ячейки: { $n }

## Values

after = после { $a }
at-least = не менее { $a }
points = { $sign }{ $b } п. п.
in-of = в { $met } из { $of }

## Tonnes

tonnes-title = Добыча против плана
tonnes-month = месяц, медиана
tonnes-band = P10–P90 суммы
tonnes-sum = сумма, медиана
plan = план
tonnes-nothing = Ничего не перевезено и ничего не запланировано.
tonnes-table = Таблица: { $a } по месяцам, тонны
tonnes-others = Остальные материалы – в tables/tonnes_by_month.csv.
dump = Пункт разгрузки
dump-grade = Среднее содержание (P10–P90)
dump-off = Вне шихты
dump-stops = Отказы дробилки, раз
dump-stood = Простой дробилки, ч
dump-title = Шихта и дробилки
dump-table = Таблица: содержание и простои дробилок
dump-says-off = вне шихты подано { $a }
dump-says-stood = отказов дробилки – { $times }, простой из-за них – { $hours } ч
dump-says = { $name }, медиана: { $parts }.
dump-and = {", "}
bound-title = Предел добычи
bound-table = Таблица: что ограничивает добычу, { $a }
tonnes-unplanned = { $name }: { $t } т, плана нет.
tonnes-worst = {", "}сильнее всего отстаёт { $month } ({ $share })
tonnes-lead = { $name }: { $share } плана (P10–P90 { $range }), план выполнен полностью: { $years }; ниже плана по медиане месяцев – { $short } из { $of }{ $worst }.
tonnes-draw-month = по месяцам против плана, т
tonnes-draw-sum = нарастающим итогом против плана, т
tonnes-axis-month = т в месяц
tonnes-axis-sum = т нарастающим итогом
tonnes-hover = { $a }: { $b } т (P10–P90 { $c }–{ $d }), план { $e } т
month = Месяц
plan-t = План, т
p10-t = P10, т
p50-t = P50, т
p90-t = P90, т
p50-of-plan = P50 к плану
sum-p10-t = Сумма P10, т
sum-p50-t = Сумма P50, т
sum-p90-t = Сумма P90, т
bound-sentence = { $mine }: перевезено { $share } того, что никакая диспетчеризация не превысит с работающими машинами{ $whole }. Сдерживает: { $binding }; ещё одна единица добавит { $worth } { $unit }.
bound-whole = {", и "}{ $share } предела со всеми машинами во все плановые часы
bound-with = предел с
bound-resource = ресурс
bound-there = есть
used = занято
bound-worth = ещё одна единица даёт
bound-part = доля в пределе
bound-left-out = Предел – это то, что никакая диспетчеризация не превысит: погрузка, движение по свободным дорогам, разгрузка и дробление за среднее время. Очереди, встречное движение и закрытые дороги, заправка, перерывы, поездки на стоянку и в мастерскую, простои дробилок в него не входят.

## Hours of machines

hours-title = На что ушли часы самосвалов
hours-bars = Доли календарных часов по состояниям, по группам машин
share-of-hours = доля календарных часов
col-available = КТГ
col-used = КИО
hours-table = Таблица: средние часы на машину в каждом состоянии
hours-none = Нет часов работы машин.
hours-lead = Из 100 часов самосвалов работа – { $work }. Крупнейшие потери: { $worst }.
hours-by-month = Все самосвалы по месяцам
hours-worst = Меньше всего работы – { $month }: { $work } часов самосвалов; больше всего занимает: { $what } ({ $share }).
hours-months = Часы самосвалов по состояниям и месяцам
hover-hours = { $of }: { $what } { $hours } ч
machines = Машины
state = Состояние
class = Класс
mean-h = Среднее, ч на машину
share-of-calendar = Доля календаря
stops-title = Что останавливало машины
stops-none = Ни в одном рассчитанном году ни одна машина не отказала.
stops-lead = Больше всего часов отнимает: { $name }. Из { $total } машино-часов простоя после отказов сам ремонт – { $repair }; больше всего ожидания: { $cause } ({ $share }).
stops-shown = Показаны { $n } крупнейших узлов из { $of }; остальные – в таблице.
stops-table = Таблица: отказы и часы простоя по узлам, среднее по годам
stops-bars = Машино-часы простоя после отказов по узлам и причинам
stops-over = машино-часы простоя после отказов узла
col-hours = часы
col-failures = отказы
model-subsystem = Модель · узел
failures = Отказы
hours-down = Часы простоя
repair = Ремонт
wait-part = Запчасть
wait-technician = Слесарь
wait-bay = Бокс
wait-tow = Ожид. буксировки
tow = Буксировка
wait-weather = Погода
h-per-failure = ч на отказ
usage-title = Фонд времени каждой машины
usage-bars = Доли календарного времени по состояниям, по машинам
col-work = работа, ч
usage-ladder-title = Все самосвалы: от календарного времени к работе
usage-each = Каждая машина
usage-shown = Показаны { $n } машин из { $of }, которые работают меньше всех; остальные – в таблице и в tables/machines.
usage-fleets = Таблица: фонд времени по паркам
usage-machines = Таблица: фонд времени по машинам, среднее по годам
usage-lead = От календарного времени меньше всех работает { $least } ({ $least_share }), больше всех – { $most } ({ $most_share }).
usage-hover = { $of }: { $what } { $hours } ч, { $share }
ladder-calendar = календарное время
ladder-available = исправны
ladder-operating = в эксплуатации
ladder-availability = КТГ
ladder-use = КИО
ladder-efficiency = доля работы в эксплуатации
ladder-work = работа от календарного времени
ladder-hours = { $what } { $hours } ч
usage-ladder = Календарное время всех самосвалов по ступеням до работы
fleet = Парк
calendar-h = Календарь, ч
availability = КТГ
use-of-availability = КИО
operating-efficiency = Доля работы
work-of-calendar = Работа от календаря
machine = Машина
model = Модель
col-working = Работа
col-delay = Задержки
col-standby = Простой испр.
col-down = Ремонт

## Bays and people

workshop-title = Боксы и люди
workshop-table = Таблица: загрузка боксов и слесарей
workshop-over = загрузка, доля часов работы бокса или смены; черта P10–P90
workshop-bars = Загрузка боксов и слесарей
col-in-use = загрузка
waits-bars = Машино-часы ожидания ремонта по причинам
kind = Вид
group = Группа
how-many = Сколько
used-h = Занято, ч
there-h = Есть, ч
use = Загрузка
workshop-none = Мастерской нет: машины не ремонтируются или не отказывают.
workshop-lead = Полнее всего загружены: { $a } { $b } ({ $c }).
workshop-waits = Больше всего машино-часов ожидания: { $what } – { $hours }.
waits-title = Ожидание ремонта, машино-часы
workshop-is = Мастерская { $name }: { $what }.
sharing-shared = мультибрендовая – любой подходящий бокс и любой слесарь с допуском
sharing-by-brand = цех на каждую марку – боксы и слесари обслуживают только свою марку
bay-to-build = {", будет построен"}
bay-heated = тёплый
bay-cold = холодный
bay-never = не открыт
a-of-b = { $a } из { $b }
hover-waits = { $words }: { $b } ч

## Stock

stock-title = Запасы в течение года
stock-line = на складе, медиана
p10-p90-key = P10–P90
stock-season = сезонная дорога к нему открыта (медиана)
stock-table = Таблица: позиции запаса, среднее по годам, сначала самые дефицитные
cover-table = Таблица: обеспеченность остальных позиций под угрозой
refused-table = Таблица: отклонённые предложения
equivalents-table = Таблица: позиции и их аналоги
stock-none = Запасов нет.
stock-shown = Показаны позиции, которых ждали дольше всего; все позиции – в tables/stock.csv и tables/stock_weekly.csv.
stock-all-met = Каждое требование выполняется со склада сразу.
stock-lead = Больше всего не хватает: { $name }. Сразу выполняется { $met } требований, всего они ждут { $wait }.
pieces = шт.
stock-never = не запрашивалась
stock-met = сразу { $a }
stock-by = {" · "}аналогами { $a }
stock-unmet = {" · "}не выполнено { $a }
stock-waits = {" · "}ждут { $a }
stock-draw = { $a }: на складе по неделям
item-in-store = Позиция на складе
demands = Требования
met-at-once = Сразу
by-equivalents = Аналогами
not-met = Не выполнено
waiting-days = Ожидание, сут
emergency-orders = Срочные заказы
weeks-empty = Недель пусто
at-end = На конец
fitted-to = Куда
item = Позиция
equivalent = Аналог
life-h = Ресурс, ч
with-it-h = С аналогом, ч
item-per-h = Позиция, за ч
equivalent-per-h = Аналог, за ч
shelf-p50 = На складе, P50
way-mean = В пути, среднее
lasts-p10 = Хватит, сут, P10
next-supply = Следующий завоз
lasts-to-it = Хватит до него
mine = Рудник
store = Склад
years-short = Лет с нехваткой
days-short = Суток нехватки, среднее
offer = Предложение
seller = Продавец
refused-by = Отклонено правилом
times-a-year = Раз в год
equivalents-title = Во что обходятся аналоги за срок службы
equivalents-note = Цена того, что нужно для ремонта, делённая на средний ресурс, { $currency } за час наработки; самое дешёвое предложение, без фрахта и простоя.
cover-title = Обеспеченность на конец периода
cover-note = На сколько суток после конца периода хватит того, что на складе и в пути, если расходовать как в те же месяцы периода, и как часто этого хватает до следующего планового завоза. Нехватка следующего года начинается в конце этого.
lacked-title = Чего не хватает руднику кроме запчастей и топлива
lacked-note = Перевозка продолжается и без взрывчатки или цемента: сутки нехватки значат, что эти тонны нельзя было бы взорвать или переработать.
refused-title = Предложения, отклонённые ограничением
refused-note = Отклонённое предложение не покупается; его заменяют разрешённые аналоги, если они названы в сценарии.

## Map and roads

map-title = Площадки и плечи доставки
map-none = Площадок нет.
map-lead = Площадок – { $a }, плеч доставки – { $b }, из них сезонных – { $c }.
map-far = Поставщики со стрелкой находятся далеко за картой; они стоят на её краю в своём направлении.
legs-title = Когда открыто каждое плечо и что по нему везут
legs-table = Таблица: плечи
queues-title = Что стоит в очереди и что ходит
queues-note = В очереди: машина могла выйти, но прошли другие грузы или рейсы дня были заняты. Закрыто: дорога закрыта или лёд слишком тонок для груза.
vehicles-table = Таблица: машины
map-label = { $a } { $b } км
map-draw = Карта площадок и плеч
km = { $a } км
site-mine = рудник
site-service = сервисный центр
site-transfer = перевалка
site-settlement = посёлок
site-supplier = поставщик
leg-hover = { $leg }: { $from } – { $to }, { $mode }, { $km } км
legs-draw = Когда открыто каждое плечо
legs-carried = перевезено, т (P10–P90)
legs-open = открыто: медиана; бледно P10–P90
leg-in-need = {", срочно"}
leg-all-year = { $hover }, открыто весь год
leg = Плечо
goods = Груз
mass-t = Масса, т
in-line-days = В очереди, сут
longest-days = Самое долгое P90, сут
shut-days = Закрыто, сут
need-step = Нужна ступень, т
mostly-behind = Обычно за
vehicles = Машины
trips = Рейсы
mean-load = Средняя загрузка, т
trips-share = Рейсов из возможных за сезон, %
from = Откуда
to = Куда
mode = Вид
season = Сезон
payload-t = Груз, т
trips-a-day = Рейсов в сутки
carried-t = Перевезено P50, т
can-carry-t = Можно перевезти P50, т
all-year = весь год
unit-km = км
roads-title = Сезоны дорог
roads-none = Сезонных плеч нет: каждая дорога открыта весь год.
roads-shut = За период расчёта ни один сезон не открыт.
roads-band = P10–P90 допустимой массы
roads-median = медиана
roads-dates = P10–P90 даты, отмечена медиана
roads-measured = измерено в прошлые годы (штрихи)
roads-table = Таблица: открытие, полная нагрузка, закрытие
roads-note = Даты – по годам этого расчёта. Допустимая масса – по { $draws } разыгранным годам погоды, в записи { $winters }; не использовано зим с пропусками или обрезанных концами записи: { $dropped }. Это допустимая полная масса машины.
season-ice = зимник
season-river = река
season-calendar = календарь
roads-synthetic = {", синтетический ряд"}
roads-heading = { $a } ({ $kind }, температуры: { $c }{ $synthetic })
roads-lead = Короче всего с полной нагрузкой работает { $name }: с { $from } по { $to }, по медиане { $days }; полная нагрузка достигается в { $share } лет.
window = Окно
opens-col = Открытие (P10–P90)
full-from = Полная нагрузка с
closes-col = Закрытие
roads-in = { $a }, в { $b } лет
roads-record = { $a }, { $b }
roads-on-record = в записи
date-opens = открытие
date-full = полная нагрузка
date-closes = закрытие
roads-draw = { $a }: допустимая масса и даты
roads-measured-row = измерено
roads-axis = допустимая полная масса, т
roads-hover = { $words } { $b } (P10–P90 { $c }–{ $d })
date-col = Дата
chance-col = Вероятность
policies-expect = Ждут правила заказа
roads-measured-year = измерено { $a }
roads-three = открытие, полная, закрытие

## Agreements, projects, settlements

promises-title = Договоры, проекты и посёлки
promises-bar = последняя единица доставлена, P10–P90, отмечена медиана
promises-due = конец срока
promises-table = Таблица: позиции договоров
promises-draw = Позиции договоров: сроки и доставка последней единицы
promises-none = Договоров нет.
promises-later = {"; "}после конца периода – { $a }, вероятность неизвестна
promises-lead = Со сроком внутри периода – { $due }: в срок в девяти годах из десяти и чаще – { $sure }, скорее опоздают – { $risky }, насколько можно судить по числу лет ({ $years }); штрафы за период в среднем { $penalty } { $currency }{ $later }.
promises-over = вероятность в срок · главная причина
promises-late = {", "}опоздание { $a }
promises-not-full = за период не полностью
promises-hover = { $name }: полностью { $p50 } (P10–P90 { $p10 }–{ $p90 }), за период: { $years }
line = Позиция
promise = Обязательство
due = Срок
on-time = В срок
complete-in = Полностью
late = Опоздание
penalty = Штраф
main-cause = Главная причина
in = В
project = Проект
task = Задача
begins-p50 = Начало P50
done-p10 = Готово P10
done-p50 = Готово P50
done-p90 = Готово P90
done-in = Готово
wanted-by = Нужно к
by-then = К сроку
tasks-table = Таблица: задачи
tasks-draw = Задачи проектов: начало и окончание
settlement = Посёлок
people = Жителей
projects = Проекты
task-done = готово { $a }
task-not-done = за период не готово
task-hover = От медианы начала до медианы конца
task-hover-done = Готово, P10–P90
settlements = Посёлки
settlements-short = Посёлкам чего-либо не хватает: { $years }.

## Money

turnover-title = Оборот по партнёрам
turnover-none = Товары не переходили из рук в руки, услуг по договорам не было.
turnover-unknown = {" "}(и { $a } неизвестного происхождения)
turnover-lead = Товары и услуги на { $total } { $currency } (P10–P90 { $range }). Импорт по месту продавца – { $seat }, по происхождению – { $origin }{ $unknown }. Услуги – { $services }.
turnover-draw = Оборот по партнёрам и месяцам, среднее по годам
turnover-territories = Таблица: оборот по месту продавца и происхождению, среднее по годам
turnover-table = Таблица: оборот по партнёрам, группам ТН ВЭД, происхождению и направлению, среднее по годам
territory = Территория
by-seat = По месту продавца
by-origin = По происхождению
partner = Партнёр
seat = Место
flow = Направление
origin = Происхождение
value-mean = Стоимость, среднее
net-mass = Масса нетто, т
turnover-note = По месту продавца: платят зарубежному продавцу. По происхождению: товар произведён за рубежом, кто бы его ни продал, как в таможенной статистике; услуги – оттуда, где находится исполнитель. В tables/turnover.csv все месяцы со столбцами UN Comtrade, чтобы сверять с опубликованной статистикой.
unknown = неизвестно
flow-domestic = внутри страны
flow-import = импорт
flow-export = экспорт
costs-title = Затраты: оплачено и израсходовано
costs-none = Оплат не было.
cause = Статья
mean = Среднее
share-col = Доля
costs-draw = Оплачено по статьям и месяцам, среднее по годам
payer = Плательщик
used-what = Израсходовано
all = всего
cost-purchase = покупка товаров
cost-freight = фрахт
cost-emergency_freight = срочный фрахт
cost-labour = труд в мастерской
cost-operation = эксплуатация машин
cost-construction = строительство
cost-penalty = штрафы за вычетом полученных
cost-electricity = электроэнергия для самосвалов
costs-lead = За период оплачено { $total } { $currency } (P10–P90 { $range }), больше всего – { $most } ({ $share }). Что израсходовано за год, когда бы оно ни было оплачено, – во второй таблице.
costs-table = Таблица: оплачено по статьям, { $a }
costs-used-table = Таблица: израсходовано по плательщикам, { $a }
costs-note = Израсходовано: товары – когда они уходят со склада, по цене с фрахтом; запас на начало и конец оценивается; машины – по часам или по износу, а не при покупке. Сравнивайте сценарии по расходу: их склады редко заканчивают год одинаково.
others = остальные: { $a }
line-fuel = топливо
line-parts = запчасти и шины
line-food = продукты
line-building = стройматериалы
line-goods = прочие товары
line-labour = труд в мастерской
line-operation = эксплуатация машин по часам
line-ownership = износ машин
line-electricity = электроэнергия для самосвалов

## Routes

routes-title = Маршруты и шины
routes-none = Маршрутов нет.
routes-no-tyres = О шинах ничего не сказано, их нагрев не проверялся.
routes-tyres-fit = В самую жару ни одна шина не нагружена сверх допустимого.
routes-tyres-over = На { $over } маршрутах из { $told } шина в самую жару нагружена сверх допустимого, даже без ожидания.
routes-rimpull = Тяга выведена из мощности, а не задана кривой: { $models }.
routes-table = Таблица: маршруты туда и обратно без ожидания, по заданному покрытию
truck = Самосвал
face = Забой
cycle-min = Рейс, мин
fuel-l = Топливо, л
rating = Допустимо
hottest = Самый жаркий день, °C
bears = Тогда допустимо
tyre-use = Загрузка шин

## The pit

pit-title = Дороги, очереди и скорости в карьере
pit-none = Рейсы самосвалов не моделировались, показывать нечего.
pit-roads = Таблица: дороги по направлениям, среднее за сутки
pit-places = Таблица: забои и пункты разгрузки, среднее за сутки
pit-zones = Таблица: однополосные участки, среднее за сутки
pit-draw = Дороги с рейсами в сутки, скоростями и очередями
pit-draw-close = То же у забоев, крупнее
pit-busiest = Больше всего везут по { $road }: { $trucks } гружёных самосвалов и { $t } т в сутки.
pit-worst = Больше всего самосвалы теряют в очереди у { $place }: { $hours } машино-часа в сутки, по { $minutes } мин.
pit-no-line = Очередей почти нет.
pit-held = На дороге их задерживают на { $hours } машино-часа в сутки{ $zone }.
pit-held-zone = {", больше всего перед "}{ $name }: { $hours }
pit-no-positions = У узлов этого рудника нет координат, поэтому дороги не нарисованы; числа – в таблицах ниже.
pit-close = Забои крупнее
pit-note = Справа от оси дороги по ходу движения: чем шире линия, тем больше рейсов в сутки. Закрашенная стрелка – большинство с грузом. Круги – машино-часы в очереди за сутки. Поездки на заправку, стоянку и в мастерскую не показаны. Наведите на дорогу или круг, чтобы увидеть числа.
speed-below = менее { $a } км/ч
speed-above = { $a } км/ч и выше
speed-between = { $a }–{ $b }
pit-line = время в очереди
pit-lane = одна полоса; чем темнее, тем дольше перед ней стоят (машино-часов в сутки)
road = Дорога
length-m = Длина, м
loaded-trips = Рейсов с грузом
kmh-loaded = км/ч с грузом
empty-trips = Порожних рейсов
kmh-empty = км/ч порожняком
place = Место
trucks = Самосвалы
truck-hours-line = Машино-часов в очереди
minutes-line = Минут в очереди на самосвал
place-face = забой
place-dump = разгрузка
zone = Участок
direction = Направление
held-before = Задержано перед ним
truck-hours-held = Машино-часов задержки
minutes-held = Минут на задержанного
way-along = прямо
way-against = обратно
zone-hover = одна полоса { $a }: { $b } машино-часа задержки в сутки
zone-hover-way = { $held } из { $trucks } самосвалов ({ $way }) на { $hours } ч
zone-label = задержка { $a } ч
road-speed = {" "}при { $a } км/ч
road-loaded = { $n } с грузом в сутки{ $speed }
road-empty = { $n } порожних в сутки{ $speed }
road-tonnes = { $t } т в сутки
min-each = {", "}по { $a } мин
place-hover = { $name }: { $trucks } самосвалов в сутки, { $hours } машино-часа в очереди{ $minutes }
pit-park = стоянка
pit-gate = в мастерскую
pit-fuel = заправка
minutes-label = {" · "}{ $a } мин в очереди
metres = { $a } м
north = север вверху
north-letter = С

## A shift

look-line = очередь, ожидание самосвалов
look-pause = заправка, прогрев, пересменка
part-off = вне смены, перерыв
part-stop = мороз, взрыв
part-none = нет работы, топлива или водителя
part-repair = ремонт
part-wait = ожидание ремонта
shift-asked = { $day }, смена { $name }
shift-hours = { $day }, { $b }–{ $c }
shift-at = {" "}({ $a })
shift-title = Что делала каждая машина{ $at }: { $asked }
shift-note = Одна возможная смена из рассчитанного года номер { $n }: картина, по которой видны правила карьера, а не прогноз. Штрих под полосой – рейс (экскаватор: погружен самосвал; самосвал: разгружен), крест – отказ. Наведите на полосу, чтобы увидеть время.
shift-table = Таблица: часы, рейсы и тонны каждой машины
shift-failure = { $name } { $part } в { $at }
shift-lead = { $trucks }, { $loads }, { $t } т. Работа – { $share } времени{ $most }.
shift-lead-most = {"; остальное больше всего ушло на: "}{ $worst }
shift-failures = { $n }: { $all }.
shift-failures-first = { $n }, первый – { $first }.
shift-draw = Что делал каждый экскаватор и самосвал по времени
shift-loads = рейсы
shift-t-work = т · работа
shift-failed = { $name }: отказ, { $part }, { $at }
minutes = { $a } мин
hours-short = { $a } ч
working-h = Работа, ч
delay-h = Задержки, ч
standby-h = Простой испр., ч
down-h = Ремонт, ч
loads = Рейсы
made-by = Создано командой

## Method

method-title = Метод и насколько ему можно верить
method-table = Таблица: все показатели с определениями и источниками
method-none = Ни один год не рассчитан.
method-one = Рассчитан один год: один возможный год, а не прогноз. Разброса здесь нет.
method-many = Рассчитано: { $years }. P10 и P90 – значения, ниже и выше которых остаётся один год из десяти; медиана между ними. Интервал (±) – 95 %-й интервал Стьюдента для среднего: насколько хорошо известно среднее, а не насколько различаются годы. У вероятности точный интервал Клоппера – Пирсона; если событие было во всех годах или ни в одном, названа та граница, которая может быть неверна. У того, что было в немногих годах, ± нет. Чего не было к концу периода, то опоздало: даты – «после», средние – «не менее».
method-rough = При таком числе лет ({ $n }) P10 и P90 приблизительны; сто лет дают их с точностью до нескольких сотых вероятности.
method-stopped = Расчёт остановлен: лет рассчитано { $n } из { $of }.
method-resampled = Погода: каждый смоделированный год берёт целые измеренные годы, с июля по июнь, один и тот же год для всех станций. Тренда нет: потепление не учтено.
method-recorded = Погода: запись как есть с июля { $year }, каждый раз одна и та же. Разброс – только от машин и снабжения.
method-rates = Моделируются каждый отказ, ремонт, заказ и отправка; между ними самосвалы и экскаваторы работают с темпом, выученным по отдельным рейсам.
method-cycles = Моделируются каждый рейс самосвала, отказ, ремонт, заказ и отправка; заранее ничего не усредняется.
method-laws = { $followed } Машины следуют законам, заданным в сценарии: без обучения, забастовок и аварий сверх этих законов.
method-terms = Фонд времени – в терминах модели Global Mining Guidelines Group (2020), по памяти; формула каждого показателя – в таблице ниже.
method-advice = Предложения: правила предлагают изменения по первой половине рассчитанных лет, она же выбирает среди них; показан эффект на годах второй половины, рассчитанных с изменением и без него при одинаковых случайностях. Что ничего не меняет, вредит обязательству или неотличимо от нуля, не показано.
measure = Показатель
definition = Определение

## Measures

kpi-of-group = { $what }, { $group }
kpi-mechanical = механическая готовность
kpi-effective = доля работы от календарного времени
kpi-services = плановых ТО
kpi-mtbf = наработка на отказ
kpi-mttr = часов ремонта на отказ
kpi-mdt = часов простоя на отказ с ожиданием
kpi-failures = отказов
kpi-hours-working = часов работы
kpi-hours-delay = часов задержек
kpi-hours-standby = часов простоя исправных
kpi-hours-down = часов ремонта и ожидания
kpi-wait = часов: { $what }, { $group }
kpi-bay-use = загрузка боксов { $a }
kpi-technician-use = загрузка слесарей { $a }
kpi-moved = { $a }: перевезено
kpi-moved-again = { $a }: перевезено с перевалкой
kpi-delivered = { $name }: доставлено
kpi-plan = { $name }: к плану
kpi-everything = всего перевезено
kpi-plan-met = план выполнен по всем материалам
kpi-loads = рейсы самосвалов
kpi-productivity = тонн на час эксплуатации самосвала
kpi-fuel = сожжено топлива
kpi-fuel-tonne = топлива на перевезённую тонну
kpi-energy = потреблено электроэнергии
kpi-energy-tonne = электроэнергии на перевезённую тонну
kpi-co2 = CO₂ от топлива и электроэнергии
kpi-co2-tonne = CO₂ на перевезённую тонну
kpi-fuel-of = сожжено топлива, { $title }
kpi-energy-of = потреблено энергии, { $title }
kpi-co2-of = CO₂, { $title }
kpi-grade = среднее содержание на { $name }
kpi-off-blend = доля вне шихты на { $name }
kpi-crusher = простой дробилки { $name }
kpi-paid = оплачено всего
kpi-paid-cause = оплачено: { $what }
kpi-paid-tonne = оплачено на перевезённую тонну
kpi-used = израсходовано всего
kpi-used-tonne = расход рудника на перевезённую тонну
kpi-opening = стоимость запаса на начало
kpi-closing = стоимость запаса на конец
kpi-capital = оплачено за машины
kpi-used-mine = израсходовано рудником
kpi-worth = стоимость доставленного
kpi-margin = маржа
kpi-used-line = израсходовано рудником: { $what }
kpi-used-by = израсходовано: { $who }
kpi-turnover = оборот
kpi-import-seat = импорт по месту продавца
kpi-import-origin = импорт по происхождению
kpi-unknown-origin = товары неизвестного происхождения
kpi-services-worth = услуги
kpi-turnover-with = оборот с { $a }
kpi-otif = позиции договоров в срок и полностью
kpi-line = { $name }: { $what }
kpi-on-time = в срок и полностью
kpi-share-delivered = доля доставленного
kpi-task-is-done = готово за период
kpi-task-on-time = готово к сроку
kpi-lateness = опоздание
kpi-penalty = штраф
kpi-task-done = готово
kpi-short = суток нехватки, { $a }: { $b }
kpi-person-days = человеко-суток с нехваткой
kind-other = машины и прочие товары
kpi-fill = требований выполнено сразу
kpi-unmet = требований не выполнено
kpi-demand-wait = среднее ожидание требования
kpi-emergencies = срочных заказов
kpi-stock-end = стоимость на складах на конец
kpi-spoiled = стоимость испорченного
kpi-full = полная нагрузка с
kpi-refused = предложений отклонено ограничением
kpi-cover-short = суток без жизненно важного до следующего завоза
kpi-cover = обеспеченность на конец, сут: { $a } – { $place }
kpi-cover-lasts = { $a } – { $place }: хватит до следующего завоза
kpi-freight = грузы: { $a }
kpi-open-days = суток открыто: { $a }
kpi-window = { $season } { $window }: { $what }
kpi-opens = открытие
kpi-closes = закрытие
kpi-least-plan = план, самый отстающий материал
kpi-match = соответствие самосвалов и экскаваторов
kpi-late-value = опоздание позиций договоров, взвешенное по стоимости
what-ore = руда
what-material = горная масса
group-trucks = все самосвалы
group-loaders = все экскаваторы

## Words of the field

delay-lead = срок поставки у продавца
delay-licence = лицензия по правилу { $a }
delay-season = ожидание открытия: { $a }
delay-capacity = мало рейсов: { $a }
delay-step = ожидание ступени { $a } т: { $b }
delay-thin = лёд слишком тонок для груза: { $a }
delay-vehicle = нет подходящей машины: { $a }
delay-transit = время в пути
delay-refused = нет разрешённого предложения (отклоняет { $a })
delay-no-route = туда нет дороги
delay-work = к сроку сделано слишком мало
promise-to = { $what } → { $site }
promise-jobs = работ
promise-services = { $quantity } { $what }, мастерская { $c }
promise-tonnes = { $quantity } т → { $b }
hs-without-hs-code = без кода ТН ВЭД
hs-food = продовольствие
hs-salt-stone-cement = соль, камень, цемент
hs-ores = руды
hs-mineral-fuels-and-oils = топливо и масла
hs-chemicals = химия
hs-plastics = пластмассы
hs-rubber-tyres = резина, шины
hs-wood = древесина
hs-stone-articles = изделия из камня
hs-iron-and-steel = чёрные металлы
hs-steel-articles = изделия из стали
hs-aluminium = алюминий
hs-tools = инструмент
hs-metal-goods = изделия из металла
hs-machinery-engines = машины, двигатели
hs-electrical-equipment = электрооборудование
hs-railway-equipment-containers = ж.-д. оборудование, контейнеры
hs-vehicles = транспортные средства
hs-aircraft = авиатехника
hs-ships = суда
hs-instruments = приборы
hs-prefabricated-buildings-furniture = сборные здания, мебель
hs-other-goods = прочие товары
mode-rail = железная дорога
mode-river = река
mode-winter = зимник
mode-road = дорога
mode-air = авиа
part-line = очереди, задержки, заправка, прогрев, пересменка, ожидание самосвалов
kind-bays = Боксы
kind-technicians = Слесари
in-store = { $item } – { $store }
bound-trucks = самосвалы { $a }
bound-loader = экскаватор { $a }
bound-places = места разгрузки: { $a }
bound-crusher = дробилка: { $a }
bound-grade-least = недостаток содержания: { $a }
bound-grade-most = избыток содержания: { $a }
bound-blend-most = наибольшее содержание: { $dump }, { $limit }
bound-blend-least = наименьшее содержание: { $dump }, { $limit }

## The answer

years-no = ни в одном году
years-the-one = в единственном году
years-not-the-one = не в этом единственном году
years-none = ни в одном году из { $n } ({ $bound })
years-each = { $n ->
        [one] в каждом из { $n } года ({ $bound })
       *[other] в каждом из { $n } лет ({ $bound })
    }
years-some = { $n ->
        [one] в { $met } из { $n } года ({ $range })
       *[other] в { $met } из { $n } лет ({ $range })
    }
chance-least = не менее { $a } %
chance-most = не более { $a } %
answer-nothing = ни один год не рассчитан, прогноза нет
answer-no-machines = машин нет: ничего не перевозится
answer-moves = за { $days } сут рудник перевозит { $t } ({ $what }){ $range }{ $plan }
answer-range = {", "}P10–P90 { $a }
answer-plan = {", "}{ $a } плана
answer-behind = {", "}сильнее всего отстаёт { $name }: { $share }
answer-plan-met = {"; "}весь план выполняется { $years }
answer-loss = больше всего часов самосвалов теряется: { $what } ({ $share })
answer-loss-long = { $what }: { $share } всех часов самосвалов (P10–P90 { $range }){ $then }.
answer-loss-then = {"; затем "}{ $others }
answer-line-on-time = позиция договора поступает в срок { $years }
answer-line-on-time-more = позиция договора поступает в срок { $years } или чаще
answer-lines-on-time = каждая позиция договоров поступает в срок { $years }
answer-lines-on-time-more = каждая позиция договоров поступает в срок { $years } или чаще
answer-because = {", главная причина – "}{ $why }
answer-line = { $what } ({ $name }), срок { $due }, в срок { $years }{ $why }
late-by = опоздание в среднем { $days }
late-at-least = опоздание в среднем не менее { $days }
answer-short = жителям ({ $people } чел., { $place }) не хватает: { $goods } – { $years }
answer-short-long = { $words }, тогда по медиане { $days } и до { $most }{ $others }.
answer-short-others = { "; " }ещё где-то не хватает позиций: { $n }
closing-lines = Позиций запаса, которых может не хватить от конца периода до следующего планового завоза: { $n }.
closing-more-lines = Ещё позиций запаса, которых может не хватить от конца периода до следующего планового завоза: { $n }.
closing-line = в следующем году не хватает до завоза{ $next }: { $name } – { $years }
closing-gap = {", по медиане кончается к "}{ $day }, за { $days } до завоза
worst-month = худший месяц – { $month }: { $t }{ $plan }
worst-plan = {", "}{ $share } плана
worst-cause = { $who }, { $what } – { $share }
worst-loader = экскаватор { $name }
worst-truck = самосвал { $name }
worst-own = { $share } его часов
worst-loaders = экскаваторы
worst-trucks = самосвалы
worst-all = { $share } часов
binds-line-loaders = { $hours } ч самосвалы стоят в очереди у экскаваторов ({ $range })
binds-wait-trucks = { $hours } ч экскаваторы ждут самосвалов ({ $range })
binds-line-dumps = { $hours } ч самосвалы стоят в очереди на разгрузке ({ $range })
binds-wait-bay = { $hours } ч машины ждут бокса ({ $range })
binds-wait-technician = { $hours } ч машины ждут слесаря ({ $range })
binds-loaders = Экскаваторы
binds-of-face = погрузка от времени в забое
binds-trucks = Самосвалы
binds-of-operating = перевозка от времени эксплуатации
binds-crusher = Дробилка { $a }
binds-of-rate = от круглосуточной производи­тельности
binds-of-bays = занято от часов работы боксов
binds-of-shift = в работе от часов смены
binds-trips = рейсов – { $trips }, в среднем по { $t } т
binds-vehicles = Машины: { $a }
binds-of-trips = от рейсов, возможных за сезон

## Changes that were tried

untried-not-asked = не запрашивалось
untried-too-few = нужен расчёт не менее чем на { $n } лет
untried-by-rates = изменения проверяются по каждому рейсу, а этот расчёт – по темпам
untried-changed = файлы сценария изменились во время расчёта
untried-stopped = расчёт остановлен
fate-helps = помогает
fate-no-effect = нет эффекта
fate-unclear = нет явного эффекта
fate-harms = вредит: { $what }
fate-lesser = помогало меньше других
fate-failed = не удалось рассчитать до конца
advice-untried = Изменения не проверялись: { $why }.
advice-nothing = По принятым правилам ничто в этом расчёте не требует изменений.
advice-one-no = Проверено 1 изменение; оно не помогает.
advice-none = Проверено изменений: { $tried }; ни одно не помогает.
advice-one-helps = Проверено 1 изменение; оно помогает.
advice-some = Проверено изменений: { $tried }, помогают: { $n }.
change-to = { $file }, { $row }: { $column } → { $to }
change-from-to = { $file }, { $row }: { $column } { $from } → { $to }
change-row = { $file }: ещё одна строка { $name }, как { $like }
payer-mine = рудник
payer-service_centre = сервисный центр
payer-territory = территория

## Suggestions

try-call-off = Вызвать { $line } на { $days } сут раньше, { $date }
why-call-off = Вероятность прийти в срок – { $chance }; главная причина – { $why }.
try-goods = ещё { $n } «{ $item }»
try-order-before = Заказать { $goods } – { $store } – до закрытия дороги
try-keep-in = Держать { $goods } – { $store }
why-behind = {", обычно за "}{ $other }
why-queue = «{ $item }» в среднем { $days } стоит в очереди ({ $leg }){ $behind }; { $what }.
why-no-fuel = машины стоят без топлива { $hours } ч, требования ждут { $waited }
why-no-parts = машины ждут запчастей { $hours } ч, требования ждут { $waited }
why-people = людям не хватает этого { $n } чел.-сут
why-late-line = вероятность { $line } прийти в срок – { $chance }
try-board-first = Грузить «{ $item }» первыми
try-more-trips = { $n ->
        [one] { $n } рейс в сутки ({ $vehicle }, { $leg }) вместо { $now }
        [few] { $n } рейса в сутки ({ $vehicle }, { $leg }) вместо { $now }
       *[other] { $n } рейсов в сутки ({ $vehicle }, { $leg }) вместо { $now }
    }
try-more-vehicles = { $n ->
        [one] { $n } машина ({ $vehicle }, { $leg }) вместо { $now }
        [few] { $n } машины ({ $vehicle }, { $leg }) вместо { $now }
       *[other] { $n } машин ({ $vehicle }, { $leg }) вместо { $now }
    }
try-loader = Добавить экскаватор в забой { $face }
why-loader = Самосвалы стоят { $hours } ч в очереди у забоя { $face }.
try-truck = Добавить самосвал, ещё один { $model }
why-truck = Экскаваторы ждут самосвалов { $hours } ч и грузят { $share } времени в забое.
try-dispatch = Направлять самосвалы ({ $mine }) по правилу { $other } вместо { $now }
why-dispatch = Самосвалы стоят { $hours } ч в очереди у экскаваторов, а те грузят { $share } времени в забое.
try-crusher = Дробилка производительнее ({ $dump }): { $rate } т/ч
why-crusher = Самосвалы стоят { $hours } ч в очереди ({ $dump }), дробилка на { $rate } т/ч загружена в смену на { $used }.
try-place = Ещё одно место разгрузки ({ $dump })
why-place = Самосвалы стоят { $hours } ч в очереди ({ $dump }), мест разгрузки: { $n }.
try-bay = Добавить бокс: { $bay }
why-bay = Машины ждут бокса { $hours } ч; { $bay }: занято { $used } времени работы.
try-technician = Добавить { $trade } в группу { $group }
why-technician = Машины ждут слесаря { $hours } ч (с нерабочими часами); { $group }: в работе { $used } смены.
try-tow = Ещё один тягач для буксировки ({ $workshop })
why-tow = Отказавшие машины ждут буксировки или выездной бригады { $hours } ч.
why-parts = Машины ждут запчастей { $hours } ч; требования на «{ $item }» ждут всего { $days }{ $when }.
why-fuel = Машины стоят без топлива { $hours } ч; требования на «{ $item }» ждут всего { $days }{ $when }.
why-lack = { $n ->
   *[other] { $people } чел. в среднем { $days } не хватает «{ $item }»{ $when }.
}
why-bare-days = {"; склад пуст ("}{ $store }) { $days } и дольше в одном году из десяти
why-bare = {"; склад пуст ("}{ $store }) с { $from } по { $to } в большинстве лет
try-goods-in = «{ $item }» – { $store }
try-have = Иметь на начало на { $n } больше: { $goods }
try-keep = Держать на { $n } больше: { $goods }
try-earlier = Заказывать годовой завоз ({ $store }) на шесть недель раньше
note-synthetic = Температуры станции { $station } – синтетические: месячные нормы с суточными отклонениями, измеренными на станции { $from }.
note-restrictions = Торговые ограничения – данные сценария. Программа не содержит юридических списков и не даёт юридических советов.

## Definitions of measures

def-tonnes = Масса, разгруженная на всех пунктах за период. Определение этой программы.
def-plan-share = Доставленная масса (разгруженная, кроме промежуточных складов) тех рудников и месяцев, на которые есть план, к этому плану; месяц, обрезанный периодом, планируется по своим суткам внутри него. Определение этой программы.
def-grade = Среднее по массе содержание разгруженного, в единице содержаний сценария; без значения, если ничего не было. Определение этой программы.
def-off-blend = Масса рейсов, после которых текущее среднее содержание вышло за пределы пункта, к массе всех рейсов с содержанием. Определение этой программы.
def-crusher-down = Календарные часы простоя дробилки после отказов. Определение этой программы.
def-cycles = Рейсы самосвалов, разгруженные за период. Определение этой программы.
def-productivity = Разгруженная масса на время эксплуатации самосвалов (работа и задержки). Термин GMG 2020 (по памяти).
def-fuel = Топливо, сожжённое всеми машинами. Определение этой программы.
def-fuel-per-tonne = Сожжённое топливо на разгруженную массу. Определение этой программы.
def-fuel-of-group = Топливо, сожжённое этими машинами. Определение этой программы.
def-energy = Электроэнергия от зарядных станций и контактных линий, на самосвале. Определение этой программы.
def-energy-per-tonne = Эта энергия на разгруженную массу. Определение этой программы.
def-carbon = Диоксид углерода от сожжённого топлива и потреблённой электроэнергии: 2,68 кг на литр дизеля (Руководящие принципы МГЭИК 2006, том 2: 43,0 ТДж/тыс. т в таблице 1.2, 74,1 т/ТДж в таблице 2.2; 0,84 кг/л) и то, что сценарий говорит о своей электроэнергии.
def-carbon-per-tonne = Этот диоксид углерода на разгруженную массу. Определение этой программы.
def-class-hours = Машино-часы календарного времени в состояниях этого класса; календарное время начинается, когда машина поступает в парк. Классы – по модели времени GMG 2020 (по памяти).
def-availability = Коэффициент технической готовности: (календарное время − время ремонта и ожидания) к календарному времени, GMG 2020 (по памяти). Ожидание буксировки, бокса, слесаря, запчасти и погоды – время ремонта, как и плановое ТО.
def-utilisation = Коэффициент использования исправных машин: (работа + задержки) к (календарное время − время ремонта и ожидания), GMG 2020 (по памяти).
def-efficiency = Доля работы во времени эксплуатации (работа + задержки), GMG 2020 (по памяти).
def-mechanical = Механическая готовность: время эксплуатации (работа + задержки) к времени эксплуатации и ремонта, как в справочниках изготовителей машин (по памяти); простой исправных не учитывается.
def-effective = Время работы к календарному времени, GMG 2020 (по памяти).
def-failures = Отказы узлов. Определение этой программы.
def-services = Законченные плановые ТО. Определение этой программы.
def-mtbf = Наработка на отказ: (работа + задержки) на число отказов; без значения, если отказов не было. Термин ISO 22400-2 (по памяти).
def-mttr = Среднее время ремонта: часы самого ремонта на число отказов, без ожидания; без значения, если отказов не было. Термин ISO 22400-2 (по памяти).
def-mdt = Среднее время простоя: все часы после отказов, с ожиданием, на число отказов; без значения, если отказов не было. Термин EN 13306 (по памяти).
def-wait = Машино-часы ожидания этого после отказов и для ТО. Определение этой программы.
def-bay-use = Занятые бокс-часы к бокс-часам с момента открытия. Определение этой программы.
def-technician-use = Человеко-часы самой работы к человеко-часам смены. Определение этой программы.
def-fill-rate = Требования, сразу полностью выполненные со склада, ко всем требованиям (тип 1 по требованиям, Silver, Pyke, Peterson 1998, по памяти); без значения, если ничего не запрашивали.
def-unmet = Требования, от которых отказались или которые ждут на конец периода. Определение этой программы.
def-demand-wait = Среднее ожидание требования от запроса до последней единицы, с выполненными сразу. Определение этой программы.
def-emergencies = Заказы срочным плечом для ждущих требований. Определение этой программы.
def-cover = Сутки от конца периода до первых с нехваткой, если расходовать то, что на складе и в пути, как в те же месяцы периода; не более 730. Определение этой программы.
def-cover-lasts = 1, если обеспеченности на конец хватает до следующего планового завоза, 0, если нет; без значения, если завоз не планируется. Определение этой программы.
def-cover-short-days = Сутки между концом обеспеченности и следующим плановым завозом, сумма по всем позициям, от которых зависят люди или все машины. Определение этой программы.
def-stock-value = Учётная стоимость всего на складах на конец периода. Определение этой программы.
def-spoilage = Учётная стоимость испорченного или не принятого из-за нехватки места. Определение этой программы.
def-freight = Масса, отправленная по плечу за период, каждое направление отдельно. Определение этой программы.
def-opened = Первые открытые сутки окна сезона, считая от первых суток периода; без значения, если окна не было. Определение этой программы.
def-full-load = Первые сутки последней ступени нагрузки; без значения, если она не достигнута. Определение этой программы.
def-closed = Последние открытые сутки окна сезона. Определение этой программы.
def-open-days = Сутки периода, в которые сезон был открыт. Определение этой программы.
def-otif = Позиции, доставленные полностью до конца дня срока в месте поставки, к позициям со сроком внутри периода. «В срок и полностью» – термин логистики (по памяти).
def-on-time = 1, если позиция доставлена полностью до конца дня срока (следующая полночь – уже опоздание), 0, если нет, в том числе если к концу периода она не выполнена; без значения, если срок после периода. Определение этой программы.
def-lateness = Начатые сутки от конца дня срока до последней единицы, 0 – в срок, как считают штрафы; если не выполнено – до конца периода, это нижняя граница; без значения, если срок после периода. Определение этой программы.
def-delivered = Единицы, доставленные за период и раньше, к обещанным. Определение этой программы.
def-penalty = Штраф по позиции за период. Определение этой программы.
def-shortage = Сутки, в которые посёлку не хватало этой позиции. Определение этой программы.
def-mine-shortage = Сутки, в которые на складе рудника не хватало того, что рудник расходует по суткам, холоду или тоннам; перевозка продолжается. Определение этой программы.
def-person-days = Сутки с нехваткой позиции, умноженные на число жителей посёлка, по всем позициям. Определение этой программы.
def-task-done = Сутки, в которые задача выполнена на своей площадке, считая от первых суток периода; после последних, если не выполнена, это нижняя граница. Определение этой программы.
def-turnover = Стоимость товаров в заказах, перешедших из рук в руки, и услуг по договорам по мере выполнения, в доле цены их позиции; у экспорта партнёр – покупатель, иначе продавец. Определение этой программы.
def-import-by-seat = Оборот с продавцами за пределами своей территории, включая услуги, где бы ни были произведены и переданы товары. Определение этой программы.
def-import-by-origin = Стоимость товаров, происходящих не со своей территории, кто бы их ни продал, как в таможенной статистике импорта (UN IMTS 2010, по памяти), и услуг зарубежных исполнителей; товары неизвестного происхождения не учтены. Определение этой программы.
def-unknown-origin = Стоимость товаров, у позиции которых нет `origin`: импорт по происхождению не меньше названного и больше не более чем на столько. Определение этой программы.
def-works = Стоимость выполненных работ, зачтённых позиции договора на услуги, в доле её цены; в денежном представлении таких оплат нет. Определение этой программы.
def-cost = Денежное представление: деньги, уплаченные за период, что бы из купленного ни израсходовали; израсходованное – в `use`. Определение этой программы.
def-cost-per-tonne = Денежное представление: все деньги, уплаченные за период, на разгруженную массу; сюда входят машины, запас на будущее и товары для посёлков. Сколько стоит перевезти тонну – `use.per_tonne`. Определение этой программы.
def-use = Представление по расходу: что израсходовано за период, когда бы оно ни было оплачено. Товары – по цене с фрахтом, скользящее средневзвешенное (МСФО (IAS) 2, по памяти): начало + куплено + фрахт − конец − испорчено, с товарами в пути; начальный запас – по самому дешёвому разрешённому предложению с плановым фрахтом. Труд, эксплуатация, электроэнергия, бригады и штрафы – как оплачено, испорченное, проценты на запас, машины – по часам или по износу цены. Определение этой программы.
def-use-of-payer = Доля этого расхода, которую несёт плательщик: рудник – запчасти, топливо, труд, машины, электроэнергия; посёлки и проекты – то, что расходуют, как сценарий называет их плательщика. Определение этой программы.
def-use-per-tonne = Расход одного рудника на разгруженную массу. Определение этой программы.
def-goods-worth = Стоимость товаров на всех складах, оплаченных и в пути, без машин; на начало – самое дешёвое разрешённое предложение с плановым фрахтом, затем скользящее средневзвешенное уплаченного. Определение этой программы.
def-capital-paid = Деньги за машины и их фрахт. Это не расход: в нём владение машинами по часам или износ их цены. Определение этой программы.
def-margin-worth = Доставленная масса, кроме промежуточных складов, по `worth_per_t` её материала; материалы без него не учитываются. Определение этой программы.
def-margin = Стоимость доставленного за вычетом расхода рудника. Определение этой программы.
def-refusals = Как часто ограничение отклоняло предложение, рассмотренное заказом. Определение этой программы.
def-least-plan-share = Наименьшая из долей плана по материалам; без значения, если плана нет. План выполнен, если она 1 или больше. Определение этой программы.
def-match-factor = Темп, с которым самосвалы могли бы приходить (самосвалы на средний рейс без ожидания), к темпу, с которым экскаваторы могли бы грузить (сумма рейсов на время погрузки); 1 – соответствие, без значения, если ничего не возили. Для смешанных парков – Burt и Caccetta 2007 (по памяти).
def-plan-met = 1, если каждый материал с планом достигает его за все свои плановые месяцы вместе, иначе 0. Определение этой программы.
def-delivered-tonnes = Масса, разгруженная за период, кроме промежуточных складов, где она ещё впереди. Определение этой программы.
def-task-is-done = 1, если задача выполнена за период, иначе 0. Определение этой программы.
def-task-on-time = 1, если задача выполнена не позже нужного дня, иначе 0, в том числе если к концу периода она не выполнена. Определение этой программы.
def-delivered-wanted = Масса разгруженной руды, кроме промежуточных складов; всех материалов, если руды в сценарии нет. Определение этой программы.
def-late-value-days = Опоздание каждой позиции договоров в сутках, умноженное на её цену, сумма; до конца периода, если не выполнено; позиции со сроком после периода не учтены. Определение этой программы.

## Units of what one more is worth

bound-at-work = работающие машины
bound-all = все машины, все плановые часы
unit-t-h-per-truck = т/ч на самосвал
unit-t-h-per-loader = т/ч на экскаватор
unit-t-h-per-place = т/ч на место
unit-t-h-per-t-h-of-the-crusher = т/ч на т/ч дробилки
unit-t-h-per-unit-of-grade-times-t-h = т/ч на единицу содержания × т/ч
unit-t-h-per-unit-of-grade = т/ч на единицу содержания
