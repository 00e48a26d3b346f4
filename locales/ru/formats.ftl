### Как пишутся даты, числа и деньги. Ставьте обычные пробелы: программа сделает их неразрывными.
### How dates and numbers are written. Write ordinary spaces: the program makes them no-break ones.

## Months: the name alone; .in-date beside a day; .in-year beside a year

month-1 = январь
    .in-date = января
    .in-year = январь
month-2 = февраль
    .in-date = февраля
    .in-year = февраль
month-3 = март
    .in-date = марта
    .in-year = март
month-4 = апрель
    .in-date = апреля
    .in-year = апрель
month-5 = май
    .in-date = мая
    .in-year = май
month-6 = июнь
    .in-date = июня
    .in-year = июнь
month-7 = июль
    .in-date = июля
    .in-year = июль
month-8 = август
    .in-date = августа
    .in-year = август
month-9 = сентябрь
    .in-date = сентября
    .in-year = сентябрь
month-10 = октябрь
    .in-date = октября
    .in-year = октябрь
month-11 = ноябрь
    .in-date = ноября
    .in-year = ноябрь
month-12 = декабрь
    .in-date = декабря
    .in-year = декабрь

## Dates

# 10 июля 2022 г.
date-long = { $day } { $month } { $year } г.
# июль 2022 г.
month-year = { $month } { $year } г.
# 10.07.2022
date-numeric = { $day }.{ $month }.{ $year }

## Numbers; groups of three digits are always parted by a no-break space

# 1 234,50
number-decimal = { $whole },{ $fraction }
# The sign is U+2212, not a hyphen.
number-negative = −{ $amount }
money = { $amount } ₸
percent = { $amount } %
