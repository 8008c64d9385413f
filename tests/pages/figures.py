"""The pages of figures."""

from tests.pages.looking import data, empty, error

FIGURE_NAMES = ("figures", "figures_of_year")
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
    empty("/figures/{figures}/silence/", "owen"),
)
