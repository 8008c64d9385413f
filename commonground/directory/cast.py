"""The invented people that the demonstration, the tests and the pictures tell stories about."""

from commonground.directory.models import Holding, Person

CAST = {
    "amy": "amy.lister@oakfield.example",
    "bob": "bob.ferris@council.fairhaven.example",
    "cath": "cath.doyle@council.fairhaven.example",
    "dev": "dev.raman@council.fairhaven.example",
    "elin": "elin.hughes@partnership.fairhaven.example",
    "sol": "sol.abrahams@partnership.fairhaven.example",
    "zed": "zed.karim@littleacorns.example",
    "sarah": "sarah.penrose@oakfield.example",
    "judith": "judith.clay@oakfield.example",
    "hana": "hana.yusuf@health.fairhaven.example",
    "maureen": "maureen.odowd@health.fairhaven.example",
    "ros": "ros.calloway@health.fairhaven.example",
    "sian": "sian.morgan@police.fairhaven.example",
    "owen": "owen.parry@health.fairhaven.example",
    "gwen": "gwen.tasker@partnership.marlowvale.example",
    "iris": "iris.calder@partnership.fairhaven.example",
}
"""First name to work address: Amy the school's teacher, Bob the social worker, Cath his manager, Dev hers,
Elin the partnership officer, Sol the scrutineer, Zed who is not involved, Sarah and Judith who back Amy,
Hana the health visitor, Maureen her manager, Ros her safeguarding lead, Sian on the police desk, Owen the
health trust's safeguarding partner, Gwen the officer of the partnership next door, and Iris the library editor."""

STORIES = {
    "amy": "is worried about a child in her class",
    "bob": "decided to close the referral, and answers for it",
    "cath": "is Bob’s manager: it comes to her next",
    "dev": "is Cath’s manager",
    "hana": "visits families with a new baby",
    "elin": "looks after the procedure for the whole partnership",
    "iris": "keeps the library that everybody reads",
    "sol": "watches how the partnership learns, and decides nothing",
    "zed": "works elsewhere and sees none of it",
}
"""Whom to pick first, and why, on the page where one picks a person."""


def demonstration_people() -> list[tuple[str, str]]:
    """Return the cast of the demonstration, as far as it is there: name, and what they do where."""
    people = {person.email: person for person in Person.objects.filter(email__in=CAST.values())}
    agencies = dict(Holding.objects.filter(person__in=people.values()).values_list("person_id", "post__agency__name"))
    cast = [people[email] for email in CAST.values() if email in people]
    return [(person.name, ", ".join(filter(None, (person.title, agencies.get(person.pk))))) for person in cast]
