"""`bin/bench [--full]`: seed, measure, print each figure beside its bound; exit 1 when one is missed.

Without an option 2,000 differences are measured; with --full also 100,000, and how the big compares with the small.
Both are seeded before either is measured, so that both are measured in the same quarter of an hour.
"""

import argparse
import os
import sys

import django

from tests import cluster  # it makes the environment that settings read

SMALL, BIG = 2_000, 100_000
GROWTH = 1.2


def main() -> None:
    """Measure, and exit 1 when a figure misses its bound."""
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("--small", action="store_true", help="2,000 differences only: the default")
    parser.add_argument("--full", action="store_true", help="also 100,000 differences")
    full = parser.parse_args().full
    os.environ |= {"COMMONGROUND_ROLE": "owner", "DJANGO_SETTINGS_MODULE": "commonground.settings"}
    cluster.start()
    django.setup()
    sizes = (SMALL, BIG) if full else (SMALL,)
    seeded = {size: seed(size) for size in sizes}
    reports = {size: measure(size, some) for size, some in seeded.items()}
    missed = [one for report in reports.values() for one in report.missed]
    if full:
        print(f"\nFrom {SMALL:,} to {BIG:,} differences")
        small, big = reports[SMALL], reports[BIG]
        growth = type(small)()
        for what, value in big.figures.items():
            if what.endswith("at once"):
                growth.figure(what, value / small.figures[what], GROWTH, "× as long")
        missed += growth.missed
    if missed:
        sys.exit(f"Missed: {', '.join(missed)}")


def seed(size: int):  # type: ignore[no-untyped-def]  # noqa: ANN201 a Seeded, importable once Django is set up
    """Fill a new database to a size."""
    from commonground.manage import migrate
    from tests.bench import seeding

    cluster.EMBEDDED.make_database(of(size))
    use(size)
    migrate()
    return seeding.seed(size)


def measure(size: int, seeded):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201 a Report, importable as above
    """Measure one size."""
    from tests.bench.measuring import measure

    print(f"\n{size:,} differences")
    use(size)
    return measure(seeded, cluster.EMBEDDED.environment(of(size)))


def of(size: int) -> str:
    """Return the name of the database of a size."""
    return f"bench_{size}"


def use(size: int) -> None:
    """Have this process work in the database of a size."""
    from django.db import connections

    connections.close_all()
    connections["default"].settings_dict["NAME"] = of(size)


if __name__ == "__main__":
    main()
