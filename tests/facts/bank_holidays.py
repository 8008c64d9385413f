"""England's bank holidays, 2024 to 2036, every date typed out.

2024 to 2027 are the dates as proclaimed. Later years follow the standing rules (Banking and Financial
Dealings Act 1971, and the yearly proclamations of New Year's Day and the early May holiday): a holiday
that falls on a Saturday or Sunday gives the next weekday that is not already a holiday. Only the days
taken are listed, so 26 December 2026, a Saturday, is absent and Monday 28 December is present.
"""

from datetime import date

FIRST_YEAR = 2024
LAST_YEAR = 2036

# In each year: New Year's Day, Good Friday, Easter Monday, early May, spring, summer, Christmas, Boxing Day.
BANK_HOLIDAYS: frozenset[date] = frozenset(
    {
        date(2024, 1, 1),
        date(2024, 3, 29),
        date(2024, 4, 1),
        date(2024, 5, 6),
        date(2024, 5, 27),
        date(2024, 8, 26),
        date(2024, 12, 25),
        date(2024, 12, 26),
        date(2025, 1, 1),
        date(2025, 4, 18),
        date(2025, 4, 21),
        date(2025, 5, 5),
        date(2025, 5, 26),
        date(2025, 8, 25),
        date(2025, 12, 25),
        date(2025, 12, 26),
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 4),
        date(2026, 5, 25),
        date(2026, 8, 31),
        date(2026, 12, 25),
        date(2026, 12, 28),  # for Saturday 26
        date(2027, 1, 1),
        date(2027, 3, 26),
        date(2027, 3, 29),
        date(2027, 5, 3),
        date(2027, 5, 31),
        date(2027, 8, 30),
        date(2027, 12, 27),  # for Saturday 25
        date(2027, 12, 28),  # for Sunday 26
        date(2028, 1, 3),  # for Saturday 1
        date(2028, 4, 14),
        date(2028, 4, 17),
        date(2028, 5, 1),
        date(2028, 5, 29),
        date(2028, 8, 28),
        date(2028, 12, 25),
        date(2028, 12, 26),
        date(2029, 1, 1),
        date(2029, 3, 30),
        date(2029, 4, 2),
        date(2029, 5, 7),
        date(2029, 5, 28),
        date(2029, 8, 27),
        date(2029, 12, 25),
        date(2029, 12, 26),
        date(2030, 1, 1),
        date(2030, 4, 19),
        date(2030, 4, 22),
        date(2030, 5, 6),
        date(2030, 5, 27),
        date(2030, 8, 26),
        date(2030, 12, 25),
        date(2030, 12, 26),
        date(2031, 1, 1),
        date(2031, 4, 11),
        date(2031, 4, 14),
        date(2031, 5, 5),
        date(2031, 5, 26),
        date(2031, 8, 25),
        date(2031, 12, 25),
        date(2031, 12, 26),
        date(2032, 1, 1),
        date(2032, 3, 26),
        date(2032, 3, 29),
        date(2032, 5, 3),
        date(2032, 5, 31),
        date(2032, 8, 30),
        date(2032, 12, 27),  # for Saturday 25
        date(2032, 12, 28),  # for Sunday 26
        date(2033, 1, 3),  # for Saturday 1
        date(2033, 4, 15),
        date(2033, 4, 18),
        date(2033, 5, 2),
        date(2033, 5, 30),
        date(2033, 8, 29),
        date(2033, 12, 27),  # for Sunday 25
        date(2033, 12, 26),
        date(2034, 1, 2),  # for Sunday 1
        date(2034, 4, 7),
        date(2034, 4, 10),
        date(2034, 5, 1),
        date(2034, 5, 29),
        date(2034, 8, 28),
        date(2034, 12, 25),
        date(2034, 12, 26),
        date(2035, 1, 1),
        date(2035, 3, 23),
        date(2035, 3, 26),
        date(2035, 5, 7),
        date(2035, 5, 28),
        date(2035, 8, 27),
        date(2035, 12, 25),
        date(2035, 12, 26),
        date(2036, 1, 1),
        date(2036, 4, 11),
        date(2036, 4, 14),
        date(2036, 5, 5),
        date(2036, 5, 26),
        date(2036, 8, 25),
        date(2036, 12, 25),
        date(2036, 12, 26),
    },
)
