"""The pages of figures."""

from tests.pages.looking import data, empty, error

FIGURE_NAMES = ("figures", "figures_of_year", "figures_area", "figures_log")
"""What stands for a key in their addresses."""

FIGURES = (
    data("/figures/", "elin"),
    error("/figures/", "elin"),
    empty("/figures/", "gwen"),
    data("/figures/{figures}/", "sol"),
    data("/figures/{figures}/", "ros"),
    data("/figures/{figures_of_year}/", "elin"),
    error("/figures/{figures_of_year}/", "elin", remark="x" * 2001),
    data("/figures/{figures}/silence/", "elin"),
    *(data("/figures/{figures}/behaviours/", who) for who in ("elin", "sol", "owen")),
    data("/figures/{figures_of_year}/behaviours/", "elin"),
    data("/figures/older-logs/{figures_area}/", "elin"),
    error("/figures/older-logs/{figures_area}/", "elin"),
    data("/figures/older-logs/{figures_area}/{figures_log}/", "elin"),
    empty("/figures/{figures}/silence/", "owen"),
    empty("/figures/{figures}/behaviours/", "gwen", status=404),
)
