"""`bin/bench [--full]`: seed, measure, print each figure beside its bound; exit 1 when one is missed.

Without an option 2,000 differences are measured; with --full also 100,000, and how the big compares with the small.
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
    small = run(SMALL)
    missed = list(small.missed)
    if full:
        big = run(BIG)
        print(f"\nFrom {SMALL:,} to {BIG:,} differences")
        growth = type(small)()
        for what, value in big.figures.items():
            if what.endswith("at once"):
                growth.figure(what, value / small.figures[what], GROWTH, "× as long")
        missed += big.missed + growth.missed
    if missed:
        sys.exit(f"Missed: {', '.join(missed)}")


def run(size: int):  # type: ignore[no-untyped-def]  # noqa: ANN201 a Report, importable once Django is set up
    """Measure one size on a new database."""
    from django.db import connections

    from commonground.manage import migrate
    from tests.bench.measuring import measure

    print(f"\n{size:,} differences")
    name = f"bench_{size}"
    cluster.EMBEDDED.make_database(name)
    connections.close_all()
    connections["default"].settings_dict["NAME"] = name
    migrate()
    return measure(size, cluster.EMBEDDED.environment(name))


if __name__ == "__main__":
    main()
