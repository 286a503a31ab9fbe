# Numbers, dates, units, counted things.

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
unit-RUB = ₽
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
count-simulation = { $n ->
        [one] { $n } прогон
        [few] { $n } прогона
       *[other] { $n } прогонов
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
count-more-simulation = { $n ->
        [one] ещё { $n } прогон
        [few] ещё { $n } прогона
       *[other] ещё { $n } прогонов
    }
count-paired-year = { $n ->
        [one] { $n } пара лет
        [few] { $n } пары лет
       *[other] { $n } пар лет
    }
count-paired-simulation = { $n ->
        [one] { $n } пара прогонов
        [few] { $n } пары прогонов
       *[other] { $n } пар прогонов
    }
count-loader = { $n ->
        [one] { $n } экскаватор
        [few] { $n } экскаватора
       *[other] { $n } экскаваторов
    }
count-workshop = { $n ->
        [one] { $n } мастерская
        [few] { $n } мастерские
       *[other] { $n } мастерских
    }
count-bay = { $n ->
        [one] { $n } бокс
        [few] { $n } бокса
       *[other] { $n } боксов
    }
count-item = { $n ->
        [one] { $n } наименование товаров
        [few] { $n } наименования товаров
       *[other] { $n } наименований товаров
    }
count-offer = { $n ->
        [one] { $n } предложение
        [few] { $n } предложения
       *[other] { $n } предложений
    }
count-store = { $n ->
        [one] { $n } склад
        [few] { $n } склада
       *[other] { $n } складов
    }
count-leg = { $n ->
        [one] { $n } плечо доставки
        [few] { $n } плеча доставки
       *[other] { $n } плеч доставки
    }
count-restriction = { $n ->
        [one] { $n } ограничение
        [few] { $n } ограничения
       *[other] { $n } ограничений
    }
count-agreement = { $n ->
        [one] { $n } договор
        [few] { $n } договора
       *[other] { $n } договоров
    }
count-agreement-line = { $n ->
        [one] { $n } позиция договоров
        [few] { $n } позиции договоров
       *[other] { $n } позиций договоров
    }
count-settlement = { $n ->
        [one] { $n } посёлок
        [few] { $n } посёлка
       *[other] { $n } посёлков
    }
count-project = { $n ->
        [one] { $n } проект
        [few] { $n } проекта
       *[other] { $n } проектов
    }

## Values

after = после { $a }
at-least = не менее { $a }
at-most = не более { $a }
up-to-the-end = на конец периода { $a }
points = { $sign }{ $b } п. п.
in-of = в { $met } из { $of }
