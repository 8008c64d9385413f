"""A chart, or what somebody looks for on it, as the pages of paper that chart.typ sets."""

from datetime import datetime

from commonground.directory.models import Partnership
from commonground.govuk.dates import in_words
from commonground.library.models import ChartEdition
from commonground.library.presenting import Shown
from commonground.library.safety import SAFETY
from commonground.now import london_date
from commonground.printing import Content

NOT_CONFIRMED = "Not confirmed"


def on_paper(row: ChartEdition, area: Partnership, shown: Shown, words: str, *, at: datetime) -> dict[str, Content]:
    """Return what stands on paper: a column for each level, and what never waits."""
    chart = row.chart
    doubt = ""
    if chart.unconfirmed:
        boxes = "1 box of this chart is" if chart.unconfirmed == 1 else f"{chart.unconfirmed} boxes of this chart are"
        doubt = f"{boxes} not confirmed. Do not quote them as the chart."
        doubt += f" The published chart: {chart.original}" if chart.original else ""
    said = "as it came with Common Ground"
    if row.published:
        said = f"as published on {in_words(row.published)}, {row.source}"
    return {
        "title": f"The threshold chart of {area}",
        "name": chart.title,
        "looked": f"Only the phrases with “{words}” in them are shown." if words else "",
        "doubt": doubt,
        "safety": SAFETY,
        "asks": "Ask of each phrase: what does this do to this child? And what goes well?",
        "heads": [{"name": f"Level {one['number']}: {one['name']}", "means": one["means"]} for one in shown.levels],
        "rows": [
            {
                "name": column["name"],
                "boxes": [_box(level["boxes"][number]) for level in shown.levels],
            }
            for number, column in enumerate(shown.columns)
        ],
        "always": [[one.what, one.rule] for one in chart.always],
        "guide": [*chart.guide, "Nothing here works out a level. People do, by talking."],
        "taken": f"Edition {row.number}, from {in_words(london_date(row.opened or row.at))} on, {said}. Printed on "
        f"{in_words(london_date(at))}: it is right for that day only.",
    }


def _box(box: dict[str, object]) -> Content:
    phrases: list[Content] = [
        {"words": "".join(words for words, _ in one["pieces"]), "mark": NOT_CONFIRMED if one["unconfirmed"] else ""}
        for one in box["phrases"]  # type: ignore[attr-defined]
    ]
    nothing = "The published chart has nothing here" if box["whole"] else "Nothing is known here yet"
    return {
        "mark": NOT_CONFIRMED if box["doubtful"] else "",
        "phrases": phrases,
        "nothing": "" if phrases else nothing if box["empty"] else "No phrase here has these words",
    }
