# What a run finds: the answer, changes that were tried, suggestions.

## The answer

times-no = { $called ->
        [year] ни в одном году
       *[other] ни в одном прогоне
    }
times-the-one = { $called ->
        [year] в единственном году
       *[other] в единственном прогоне
    }
times-not-the-one = { $called ->
        [year] не в этом единственном году
       *[other] не в этом единственном прогоне
    }
times-none = { $called ->
        [year] ни в одном году из { $n } ({ $bound })
       *[other] ни в одном прогоне из { $n } ({ $bound })
    }
times-each = { $called ->
        [year] { $n ->
            [one] в каждом из { $n } года ({ $bound })
           *[other] в каждом из { $n } лет ({ $bound })
        }
       *[other] { $n ->
            [one] в каждом из { $n } прогона ({ $bound })
           *[other] в каждом из { $n } прогонов ({ $bound })
        }
    }
times-some = { $called ->
        [year] { $n ->
            [one] в { $met } из { $n } года ({ $range })
           *[other] в { $met } из { $n } лет ({ $range })
        }
       *[other] { $n ->
            [one] в { $met } из { $n } прогона ({ $range })
           *[other] в { $met } из { $n } прогонов ({ $range })
        }
    }
chance-least = не менее { $a } %
chance-most = не более { $a } %
answer-nothing = ничего не рассчитано до конца, прогноза нет
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
closing-line = { $called ->
        [year] в следующем году не хватает до завоза{ $next }: { $name } – { $years }
       *[other] после периода не хватает до завоза{ $next }: { $name } – { $years }
    }
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
binds-wait-technician = { $hours } ч машины ждут ремонтника ({ $range })
binds-loaders = Экскаваторы
binds-of-face = погрузка от времени в забое
binds-trucks = Самосвалы
binds-of-operating = перевозка от времени эксплуатации
binds-crusher = Дробилка
binds-of-rate = от круглосуточной производи­тельности
binds-of-bays = занято от часов работы боксов
binds-of-shift = в работе от часов смены
binds-trips = рейсов – { $trips }, в среднем по { $t } т
binds-vehicles = Транспорт
binds-of-trips = от рейсов, возможных за сезон

## Changes that were tried

untried-not-asked = не запрашивалось
untried-too-few = нужен расчёт с -n { $n } или больше
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
why-technician = Машины ждут ремонтника { $hours } ч (с нерабочими часами); { $group }: в работе { $used } смены.
try-tow = Ещё один тягач для буксировки ({ $workshop })
why-tow = Отказавшие машины ждут буксировки или выездной бригады { $hours } ч.
why-parts = Машины ждут запчастей { $hours } ч; требования на «{ $item }» ждут всего { $days }{ $when }.
why-fuel = Машины стоят без топлива { $hours } ч; требования на «{ $item }» ждут всего { $days }{ $when }.
why-lack = { $n ->
   *[other] { $people } чел. в среднем { $days } не хватает «{ $item }»{ $when }.
}
why-bare-days = { $called ->
        [year] {"; склад пуст ("}{ $store }) { $days } и дольше в одном году из десяти
       *[other] {"; склад пуст ("}{ $store }) { $days } и дольше в одном прогоне из десяти
    }
why-bare = { $called ->
        [year] {"; склад пуст ("}{ $store }) с { $from } по { $to } в большинстве лет
       *[other] {"; склад пуст ("}{ $store }) с { $from } по { $to } в большинстве прогонов
    }
try-goods-in = «{ $item }» – { $store }
try-have = Иметь на начало на { $n } больше: { $goods }
try-keep = Держать на { $n } больше: { $goods }
try-earlier = Заказывать годовой завоз ({ $store }) на шесть недель раньше
note-synthetic = Температуры станции { $station } – синтетические: месячные нормы с суточными отклонениями, измеренными на станции { $from }.
note-restrictions = Торговые ограничения – данные сценария. Программа не содержит юридических списков и не даёт юридических советов.
